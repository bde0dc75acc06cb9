/// One command: the single place where its name, options, help and examples are written. Parser, help,
/// completions, manual page and tests read it.
struct CommandDefinition: Sendable {
  /// What a command does, and the status it ends with.
  typealias Action = @Sendable (Invocation) async throws -> Int32

  /// A line to try, and what it does.
  struct Example: Hashable, Sendable {
    /// As it is typed.
    let line: String
    /// What it does, without a full stop.
    let help: String

    /// An example of its parts.
    init(_ line: String, _ help: String) {
      self.line = line
      self.help = help
    }
  }

  /// Its name.
  let name: String
  /// Other names it answers to.
  var aliases: [String] = []
  /// One line for people, without a full stop.
  let summary: String
  /// Paragraphs that say more.
  var details: [String] = []
  /// Its own options; the global ones are added to every command.
  var options: [OptionDefinition] = []
  /// The words it takes.
  var positionals: [PositionalDefinition] = []
  /// Lines to try.
  var examples: [Example] = []
  /// The commands below it.
  var subcommands: [CommandDefinition] = []
  /// The command below it that is meant when none is named.
  var defaultSubcommand: String?
  /// How the rest of the line is called when it belongs to another program; nil if it does not.
  var restName: String?
  /// Whether help, completions and suggestions leave it out.
  var isHidden = false
  /// What it does; nil for a group.
  var action: Action?

  /// A command with a name; the rest is set where it is defined.
  init(_ name: String, summary: String, action: Action? = nil) {
    self.name = name
    self.summary = summary
    self.action = action
  }

  /// This command with changes.
  func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  /// Options that every command takes.
  static let globalOptions = [
    OptionDefinition("json", help: "Print one JSON object for scripts"),
    OptionDefinition(
      "color", value: .required("WHEN"), completion: .words(["auto", "always", "never"]),
      help: "When to use colour: auto, always or never"),
    OptionDefinition("help", letter: "h", help: "Show this help"),
  ]

  /// Its own options and the global ones.
  var allOptions: [OptionDefinition] { options + Self.globalOptions }

  /// The commands below it that people are shown.
  var shownSubcommands: [CommandDefinition] { subcommands.filter { !$0.isHidden } }

  /// The command below it with a name or another name.
  func subcommand(named name: String) -> CommandDefinition? {
    subcommands.first { $0.name == name || $0.aliases.contains(name) }
  }
}

/// A flag or an option of a command.
struct OptionDefinition: Hashable, Sendable {
  /// Whether a value follows.
  enum Value: Hashable, Sendable {
    /// A flag.
    case none
    /// `--x v` or `--x=v`.
    case required(String)
    /// `--x` or `--x=v`.
    case optional(String)
  }

  /// The long name without its dashes.
  let name: String
  /// The short name without its dash.
  let letter: Character?
  /// Whether a value follows, and what it is called in the help.
  let value: Value
  /// What the shell may offer for the value. Words are also the only values there are.
  let completion: Completion
  /// One line for people, without a full stop.
  let help: String

  /// An option of its parts.
  init(
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
  static let output = OptionDefinition(
    "output", value: .required("FORM"), completion: .words(["text", "json"]),
    help: "What to print: text, or one JSON object as with --json")

  /// As it is typed, without a value: `--refresh`.
  var flag: String { "--" + name }

  /// As the help shows it: `-R, --refresh`, `--format F`, `--rotate[=required]`.
  var synopsis: String {
    let names = (letter.map { "-\($0), " } ?? "") + flag
    return switch value {
    case .none: names
    case .required(let value): "\(names) \(value)"
    case .optional(let value): "\(names)[=\(value)]"
    }
  }

  /// The words that are the only values, nil if any text is one.
  var choices: [String]? {
    if case .words(let words) = completion { words } else { nil }
  }
}

/// A word that a command takes by its place.
struct PositionalDefinition: Hashable, Sendable {
  /// How many words it takes.
  enum Count: Hashable, Sendable {
    case one, optional, many, any
  }

  /// What it is called in the help, in capitals.
  let name: String
  /// How many words it takes; only the last one may take several.
  let count: Count
  /// What the shell may offer.
  let completion: Completion
  /// One line for people, without a full stop.
  let help: String

  /// A positional of its parts.
  init(
    _ name: String, count: Count = .one, completion: Completion = .none, help: String
  ) {
    self.name = name
    self.count = count
    self.completion = completion
    self.help = help
  }

  /// As the usage line shows it: `LABEL`, `[LABEL]`, `VALUE…`.
  var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  /// The fewest words it takes.
  var minimum: Int { count == .one || count == .many ? 1 : 0 }

  /// The most words it takes, nil for any number.
  var maximum: Int? { count == .one || count == .optional ? 1 : nil }
}

/// What the shell may offer in place of a value.
enum Completion: Hashable, Sendable {
  /// Nothing.
  case none
  /// One of these words.
  case words([String])
  /// The label of an account.
  case labels
  /// The label of an account in the trash.
  case trashedLabels
  /// The name of a setting.
  case settings
  /// A file.
  case files
  /// The name of a command of swop.
  case commands
}
