/// A flag or an option of a command.
package struct OptionDefinition: Hashable, Sendable {
  /// Whether a value follows.
  package enum Value: Hashable, Sendable {
    /// A flag.
    case none
    /// `--x v` or `--x=v`.
    case required(String)
    /// `--x` or `--x=v`.
    case optional(String)
  }

  /// The long name without its dashes.
  package let name: String
  /// The short name without its dash.
  package let letter: Character?
  /// Whether a value follows, and what it is called in the help.
  package let value: Value
  /// What the shell may offer for the value. Words are also the only values there are.
  package let completion: Completion
  /// One line for people, without a full stop.
  package let help: String

  /// An option of its parts.
  package init(
    _ name: String, letter: Character? = nil, value: Value = .none, completion: Completion = .none,
    help: String
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    self.completion = completion
    self.help = help
  }

  /// The older spelling of `--json`, for commands whose shapes are older than swop.
  package static let output = OptionDefinition(
    "output", value: .required("FORM"), completion: .words(["text", "json"]),
    help: "What to print: text, or one JSON object as with --json")

  /// As it is typed, without a value: `--refresh`.
  package var flag: String { "--" + name }

  /// As the help shows it: `-R, --refresh`, `--format F`, `--rotate[=required]`.
  package var synopsis: String {
    let names = (letter.map { "-\($0), " } ?? "") + flag
    return switch value {
    case .none: names
    case .required(let value): "\(names) \(value)"
    case .optional(let value): "\(names)[=\(value)]"
    }
  }

  /// The words that are the only values, nil if any text is one.
  package var choices: [String]? {
    if case .words(let words) = completion { words } else { nil }
  }
}
