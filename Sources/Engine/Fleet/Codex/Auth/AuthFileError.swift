package import EngineCore

/// An `auth.json` that cannot be used. No case carries a piece of its content.
package enum AuthFileError: EngineError, Hashable {
  /// There is none.
  case missing(path: FilePath)
  /// It is a link; a sign-in is never reached through one.
  case link(path: FilePath)
  /// It is a folder or something else that is no file.
  case notFile(path: FilePath)
  /// It is larger than any sign-in.
  case tooLarge(path: FilePath, bytes: Int64)
  /// It does not have the form that codex accepts; `detail` is one clause.
  case malformed(path: FilePath, detail: String)
  /// The system refused.
  case file(FileError)
  /// Reading was cancelled.
  case cancelled

  package var code: String {
    switch self {
    case .missing: "signed_out"
    case .link, .notFile, .tooLarge, .malformed: "sign_in_unreadable"
    case .file: "file"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .missing(let path): "There is no sign-in at \(Self.shown(path))."
    case .link, .notFile, .tooLarge, .malformed:
      "The sign-in file \(Self.shown(path)) cannot be used: \(clause)."
    case .file(let error): error.message
    case .cancelled: "Reading the sign-in was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .missing: "Sign in first."
    case .link(let path), .notFile(let path):
      "Look at what lies there: ls -ld \(ShellWord.quoted(path.text))"
    case .tooLarge, .malformed: "Sign in again; the file is replaced by a whole one."
    case .file(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .missing, .malformed, .tooLarge: .signInNeeded
    case .link, .notFile, .file: .failed
    case .cancelled: .interrupted
    }
  }

  /// Why, as one clause.
  package var clause: String {
    switch self {
    case .missing: "there is none"
    case .link: "it is a link, and a sign-in must be a file of its own"
    case .notFile: "it is not a file"
    case .tooLarge(_, let bytes): "it has \(bytes) bytes, more than any sign-in"
    case .malformed(_, let detail): detail
    case .file(let error): error.message
    case .cancelled: "reading was cancelled"
    }
  }

  private var path: FilePath {
    switch self {
    case .missing(let path), .link(let path), .notFile(let path), .tooLarge(let path, _),
      .malformed(let path, _):
      path
    case .file(let error): error.path
    case .cancelled: ""
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}
