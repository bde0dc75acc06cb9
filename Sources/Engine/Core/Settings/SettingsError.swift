/// Settings that cannot be read, checked or written.
package enum SettingsError: EngineError, Hashable {
  /// The file is not JSON5.
  case notJSON5(path: FilePath, JSON5Error)
  /// The file holds something that is no object.
  case notAnObject(path: FilePath, found: String)
  /// A value in the file is not of its setting's type.
  case wrongValue(
    path: FilePath, at: JSON5Position, name: String, expected: String, found: String)
  /// The file is larger than the limit in bytes.
  case tooLarge(path: FilePath, limit: Int)
  /// An environment variable holds something else than it may.
  case wrongVariable(name: String, value: String, expected: String)
  /// No setting has this name.
  case unknown(name: String, nearest: String?)
  /// A value given on the command line does not fit.
  case wrongArgument(name: String, expected: String)
  /// The file could not be read or written.
  case file(FileError)
  /// Another swop is writing.
  case lock(LockError)

  package var code: String {
    switch self {
    case .notJSON5, .notAnObject: "settings_unreadable"
    case .wrongValue: "settings_wrong_value"
    case .tooLarge: "settings_too_large"
    case .wrongVariable: "wrong_environment"
    case .unknown: "unknown_setting"
    case .wrongArgument: "wrong_value"
    case .file(let error): error.code
    case .lock(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .notJSON5(let path, let error):
      "\(Self.shown(path)), \(error.position): \(error.clause)."
    case .notAnObject(let path, let found):
      "\(Self.shown(path)) holds \(found); settings are an object: { … }."
    case .wrongValue(let path, let position, let name, let expected, let found):
      "\(Self.shown(path)), \(position): \(Self.shown(name)) must be \(expected), not \(found)."
    case .tooLarge(let path, let limit):
      "\(Self.shown(path)) is larger than \(limit / 1_024) KiB."
    case .wrongVariable(let name, let value, let expected):
      "\(name) is “\(PrintableText.shortened(value, to: 40))”; it must be \(expected)."
    case .unknown(let name, _): "There is no setting “\(Self.shown(name))”."
    case .wrongArgument(let name, let expected): "\(Self.shown(name)) must be \(expected)."
    case .file(let error): error.message
    case .lock(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge: "Mend it: swop config edit"
    case .wrongVariable(let name, _, _): "Change it, or clear it: unset \(name)"
    case .unknown(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknown(_, .none): "See what there is: swop config list"
    case .wrongArgument(let name, _):
      "See what holds now: swop config get \(ShellWord.quoted(PrintableText.shortened(name, to: 70)))"
    case .file(let error): error.remedy
    case .lock(let error): error.remedy
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge: .failed
    case .wrongVariable, .unknown, .wrongArgument: .usage
    case .file(let error): error.outcome
    case .lock(let error): error.outcome
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }

  private static func shown(_ name: String) -> String { PrintableText.shortened(name, to: 70) }
}
