package import EngineKernel

/// A sandbox cannot be used.
package enum SandboxError: EngineError, Hashable {
  /// A file or folder of it cannot be used.
  case file(FileError)
  /// Another process holds it.
  case locked(LockError)
  /// There is no such sandbox.
  case missing(path: FilePath)
  /// The sign-in is a link: codex would write through it into whatever it points at.
  case linkedSignIn(path: FilePath)
  /// Something that is not a folder lies where a folder of the sandbox has to be.
  case notFolder(path: FilePath)

  package var code: String {
    switch self {
    case .file: "file"
    case .locked(let error): error.code
    case .missing: "sandbox_missing"
    case .linkedSignIn: "sign_in_is_link"
    case .notFolder: "sandbox_damaged"
    }
  }

  package var message: String {
    switch self {
    case .file(let error): error.message
    case .locked(let error): error.message
    case .missing(let path): "The sandbox \(path) does not exist."
    case .linkedSignIn(let path):
      "The sign-in \(path) is a link, so that this account would write into another place."
    case .notFolder(let path): "\(path) has to be a folder of the sandbox, and is none."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .locked(let error): error.remedy
    case .missing: "See what there is: swop status"
    case .linkedSignIn(let path):
      "Replace the link by its own file, or sign in again: rm \(ShellWord.quoted(path.text))"
    case .notFolder(let path):
      "Move it away and try again: mv \(ShellWord.quoted(path.text)) "
        + ShellWord.quoted(path.text + ".old")
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .locked(let error): error.outcome
    case .file, .missing, .linkedSignIn, .notFolder: .failed
    }
  }
}
