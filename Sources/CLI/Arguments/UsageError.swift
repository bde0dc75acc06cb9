package import EngineCore

/// A command line that swop does not understand.
package enum UsageError: EngineError, Hashable {
  /// There is no such command below `path`.
  case unknownCommand(word: String, path: [String], nearest: String?)
  /// The command has no such option.
  case unknownOption(word: String, path: [String], nearest: String?)
  /// The option needs a value.
  case missingValue(option: String, value: String, path: [String])
  /// The flag takes no value.
  case needlessValue(option: String, path: [String])
  /// The option is not one of the words it may be.
  case wrongValue(option: String, value: String, choices: [String], path: [String])
  /// The option was given twice.
  case repeated(option: String, path: [String])
  /// A word is missing.
  case missing(name: String, path: [String])
  /// There is a word too many.
  case needless(word: String, path: [String])
  /// A word is not UTF-8 text; `number` counts from 1.
  case notText(number: Int)
  /// Two options that exclude each other.
  case conflict(String, String, path: [String])
  /// A value that cannot be understood.
  case unreadable(what: String, value: String, expected: String, path: [String])
  /// Something that needs a terminal was asked for without one.
  case needsTerminal(what: String, remedy: String)
  /// The editor that is named, or `vi`, is not there.
  case noEditor(name: String)
  /// No API key could be read from standard input.
  case noKey(reason: String, remedy: String)
  /// There is no passphrase where it should come from.
  case noPassphrase(reason: String, remedy: String)

  package var code: String {
    switch self {
    case .needsTerminal: "no_terminal"
    case .noKey: "no_key"
    case .noPassphrase: "no_passphrase"
    case .noEditor: "no_editor"
    case .unknownCommand, .unknownOption, .missingValue, .needlessValue, .wrongValue, .repeated,
      .missing, .needless, .notText, .conflict, .unreadable:
      "usage"
    }
  }

  package var outcome: FailureOutcome { .usage }

  package var message: String {
    switch self {
    case .unknownCommand(let word, let path, _):
      "“\(Self.shown((["swop"] + path).joined(separator: " ") + " " + word))” is not a swop command."
    case .unknownOption(let word, let path, _):
      "\(Self.command(path)): unknown option “\(Self.shown(word))”."
    case .missingValue(let option, let value, _): "\(option) needs a value: \(option) \(value)"
    case .needlessValue(let option, _): "\(option) takes no value."
    case .wrongValue(let option, let value, let choices, _):
      "\(option) is “\(Self.shown(value))”; it must be \(Self.list(choices))."
    case .repeated(let option, _): "\(option) was given twice."
    case .missing(let name, let path): "\(Self.command(path)) needs \(name)."
    case .needless(let word, let path):
      "\(Self.command(path)): unexpected argument “\(Self.shown(word))”."
    case .notText(let number): "Word \(number) of the command line is not UTF-8 text."
    case .conflict(let first, let second, _): "\(first) and \(second) cannot be used together."
    case .unreadable(let what, let value, let expected, _):
      "\(what) is “\(Self.shown(value))”; it must be \(expected)."
    case .needsTerminal(let what, _): "\(what) needs a terminal."
    case .noKey(let reason, _), .noPassphrase(let reason, _): "\(reason)."
    case .noEditor(let name): "The editor “\(Self.shown(name))” cannot be found."
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownCommand(_, let path, .some(let nearest)):
      "Did you mean \((["swop"] + path + [nearest]).joined(separator: " "))?"
    case .unknownOption(_, _, .some(let nearest)): "Did you mean \(nearest)?"
    case .unknownCommand(_, let path, .none), .unknownOption(_, let path, .none),
      .missingValue(_, _, let path), .needlessValue(_, let path), .wrongValue(_, _, _, let path),
      .repeated(_, let path), .missing(_, let path), .needless(_, let path),
      .conflict(_, _, let path), .unreadable(_, _, _, let path):
      "See how it is used: \((["swop"] + path).joined(separator: " ")) --help"
    case .notText:
      "Labels, flags and values are UTF-8; only codex's own arguments may be otherwise."
    case .noEditor: "Name one that is there: EDITOR=nano swop config edit"
    case .needsTerminal(_, let remedy), .noKey(_, let remedy), .noPassphrase(_, let remedy):
      remedy
    }
  }

  private static func command(_ path: [String]) -> String {
    (["swop"] + path).joined(separator: " ")
  }

  private static func shown(_ text: String) -> String { PrintableText.shortened(text, to: 70) }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
