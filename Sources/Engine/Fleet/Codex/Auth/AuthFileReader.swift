import EngineCore

/// Reads `auth.json` while codex may be writing it: codex truncates and writes in place, so a reader
/// can see half a file, and reads again.
struct AuthFileReader: Sendable {
  /// No sign-in is larger, in bytes.
  private static let sizeLimit: Int64 = 1 << 20
  /// The pauses between attempts at a file that looks half-written; 310 ms in all.
  private static let pauses: [Duration] = [10, 20, 40, 80, 160].map { .milliseconds($0) }

  private let files: any FileSystem
  private let time: any TimeSource

  /// A reader of files, which waits on `time`.
  init(files: any FileSystem, time: any TimeSource) {
    self.files = files
    self.time = time
  }

  /// The sign-in at `path`.
  ///
  /// - Throws: `AuthFileError`; `.malformed` only after several attempts.
  func read(_ path: FilePath) async throws(AuthFileError) -> AuthFile {
    for pause in Self.pauses {
      do {
        return try attempt(path)
      } catch {
        guard case .halfWritten = error else { throw error.asError(at: path) }
      }
      do {
        try await time.sleep(for: pause)
      } catch {
        throw .cancelled
      }
    }
    do {
      return try attempt(path)
    } catch {
      throw error.asError(at: path)
    }
  }

  /// Why one attempt failed.
  private enum Failure: Error {
    case halfWritten(String)
    case final(AuthFileError)

    func asError(at path: FilePath) -> AuthFileError {
      switch self {
      case .halfWritten(let clause): .malformed(path: path, detail: clause)
      case .final(let error): error
      }
    }
  }

  private func attempt(_ path: FilePath) throws(Failure) -> AuthFile {
    let data: Data
    do {
      try check(path, try files.status(path))
      data = try files.read(path)
    } catch let error as AuthFileError {
      throw .final(error)
    } catch let error as FileError {
      throw .final(error.reason == .notFound ? .missing(path: path) : .file(error))
    } catch {
      throw .final(.malformed(path: path, detail: "it cannot be read"))
    }
    do {
      return try AuthFile(data)
    } catch {
      let final = AuthFileError.malformed(path: path, detail: error.clause)
      throw error.mayBeHalfWritten ? .halfWritten(error.clause) : .final(final)
    }
  }

  private func check(_ path: FilePath, _ status: FileStatus?) throws(AuthFileError) {
    guard let status else { throw .missing(path: path) }
    switch status.kind {
    case .file: break
    case .link: throw .link(path: path)
    case .folder, .socket, .other: throw .notFile(path: path)
    }
    if status.size > Self.sizeLimit { throw .tooLarge(path: path, bytes: status.size) }
  }
}

/// An `auth.json` that cannot be used. No case carries a piece of its content.
enum AuthFileError: EngineError, Hashable {
  /// There is none.
  case missing(path: FilePath)
  /// It is a link; a sign-in is never reached through one.
  case link(path: FilePath)
  /// It is a folder or something else that is not a file.
  case notFile(path: FilePath)
  /// It is larger than any sign-in.
  case tooLarge(path: FilePath, bytes: Int64)
  /// It does not have the form that codex accepts; `detail` is one clause.
  case malformed(path: FilePath, detail: String)
  /// The system refused.
  case file(FileError)
  /// Reading was cancelled.
  case cancelled

  var code: String {
    switch self {
    case .missing: "signed_out"
    case .link, .notFile, .tooLarge, .malformed: "sign_in_unreadable"
    case .file: "file"
    case .cancelled: "cancelled"
    }
  }

  var message: String {
    switch self {
    case .missing(let path): "No sign-in found at \(Self.shown(path))."
    case .link, .notFile, .tooLarge, .malformed:
      "The sign-in file \(Self.shown(path)) cannot be used: \(clause)."
    case .file(let error): error.message
    case .cancelled: "Reading the sign-in was cancelled."
    }
  }

  var remedy: String? {
    switch self {
    case .missing: "Sign in first."
    case .link(let path), .notFile(let path):
      "Look at what is there: ls -ld \(ShellWord.quoted(path.text))"
    case .tooLarge, .malformed: "Sign in again; the file is replaced by a whole one."
    case .file(let error): error.remedy
    case .cancelled: nil
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .missing, .malformed, .tooLarge: .signInNeeded
    case .link, .notFile, .file: .failed
    case .cancelled: .interrupted
    }
  }

  /// Why, as one clause.
  var clause: String {
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
