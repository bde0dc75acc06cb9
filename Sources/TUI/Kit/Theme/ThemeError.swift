package import EngineCore

/// A theme that cannot be read or found.
package enum ThemeError: EngineError, Hashable {
  /// The file is not JSON5.
  case notJSON5(source: String, JSON5Error)
  /// The file holds something that is no object.
  case notAnObject(source: String, found: String)
  /// A value is not what it should be.
  case wrongValue(source: String, at: JSON5Position, key: String, problem: String)
  /// No theme has this name.
  case unknown(name: String, nearest: String?)
  /// A theme inherits from one that does not exist.
  case unknownParent(source: String, parent: String)
  /// Themes inherit from each other in a circle.
  case circle(name: String)
  /// A base16 scheme lacks a colour.
  case badScheme(source: String, missing: String)
  /// The file is larger than the limit in bytes.
  case tooLarge(source: String, limit: Int)
  /// The file cannot be read or written.
  case file(FileError)

  package var code: String {
    switch self {
    case .notJSON5, .notAnObject, .tooLarge, .badScheme: "theme_unreadable"
    case .wrongValue: "theme_wrong_value"
    case .unknown: "unknown_theme"
    case .unknownParent, .circle: "theme_unknown_parent"
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .notJSON5(let source, let error): "\(source), \(error.position): \(error.clause)."
    case .notAnObject(let source, let found):
      "\(source) holds \(found); a theme is an object: { … }."
    case .wrongValue(let source, let position, let key, let problem):
      "\(source), \(position): \(PrintableText.shortened(key, to: 60)) \(problem)."
    case .unknown(let name, _): "There is no theme “\(PrintableText.shortened(name, to: 40))”."
    case .unknownParent(let source, let parent):
      "\(source) inherits from “\(PrintableText.shortened(parent, to: 40))”, which is no theme."
    case .circle(let name):
      "The theme “\(PrintableText.shortened(name, to: 40))” inherits from itself."
    case .badScheme(let source, let missing):
      "\(source) is no base16 scheme: it lacks \(missing)."
    case .tooLarge(let source, let limit): "\(source) is larger than \(limit / 1_024) KiB."
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .unknown(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknown(_, .none), .unknownParent, .circle: "See what there is: swop themes list"
    case .badScheme: "Give a file with the lines base00 to base0F, each with six digits"
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge:
      "Mend the file, then check it: swop themes check"
    case .file(let error):
      error.remedy ?? "Put it right or take it away, then look again: swop themes check"
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .unknown: .usage
    case .file(let error): error.outcome
    case .notJSON5, .notAnObject, .wrongValue, .unknownParent, .circle, .badScheme, .tooLarge:
      .failed
    }
  }
}
