/// One command: the single place where its name, options, help and examples are written. Parser, help,
/// completions, manual page and tests read it.
package struct CommandDefinition: Sendable {
  /// What a command does, and the status it ends with.
  package typealias Action = @Sendable (Invocation) async throws -> Int32

  /// A line to try, and what it does.
  package struct Example: Hashable, Sendable {
    /// As it is typed.
    package let line: String
    /// What it does, without a full stop.
    package let help: String

    /// An example of its parts.
    package init(_ line: String, _ help: String) {
      self.line = line
      self.help = help
    }
  }

  /// Its name.
  package let name: String
  /// Other names it answers to.
  package var aliases: [String] = []
  /// One line for people, without a full stop.
  package let summary: String
  /// Paragraphs that say more.
  package var details: [String] = []
  /// Its own options; the global ones are added to every command.
  package var options: [OptionDefinition] = []
  /// The words it takes.
  package var positionals: [PositionalDefinition] = []
  /// Lines to try.
  package var examples: [Example] = []
  /// The commands below it.
  package var subcommands: [CommandDefinition] = []
  /// The command below it that is meant when none is named.
  package var defaultSubcommand: String?
  /// How the rest of the line is called when it belongs to another program; nil if it does not.
  package var restName: String?
  /// Whether help, completions and suggestions leave it out.
  package var isHidden = false
  /// What it does; nil for a group.
  package var action: Action?

  /// A command with a name; the rest is set where it is defined.
  package init(_ name: String, summary: String, action: Action? = nil) {
    self.name = name
    self.summary = summary
    self.action = action
  }

  /// This command with changes.
  package func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  /// Options that every command takes.
  package static let globalOptions = [
    OptionDefinition("json", help: "Print one JSON object for scripts"),
    OptionDefinition(
      "color", value: .required("WHEN"), completion: .words(["auto", "always", "never"]),
      help: "When to use colour: auto, always or never"),
    OptionDefinition("help", letter: "h", help: "Show this help"),
  ]

  /// Its own options and the global ones.
  package var allOptions: [OptionDefinition] { options + Self.globalOptions }

  /// The commands below it that people are shown.
  package var shownSubcommands: [CommandDefinition] { subcommands.filter { !$0.isHidden } }

  /// The command below it with a name or another name.
  package func subcommand(named name: String) -> CommandDefinition? {
    subcommands.first { $0.name == name || $0.aliases.contains(name) }
  }
}

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

/// A word that a command takes by its place.
package struct PositionalDefinition: Hashable, Sendable {
  /// How many words it takes.
  package enum Count: Hashable, Sendable {
    case one, optional, many, any
  }

  /// What it is called in the help, in capitals.
  package let name: String
  /// How many words it takes; only the last one may take several.
  package let count: Count
  /// What the shell may offer.
  package let completion: Completion
  /// One line for people, without a full stop.
  package let help: String

  /// A positional of its parts.
  package init(
    _ name: String, count: Count = .one, completion: Completion = .none, help: String
  ) {
    self.name = name
    self.count = count
    self.completion = completion
    self.help = help
  }

  /// As the usage line shows it: `LABEL`, `[LABEL]`, `VALUE…`.
  package var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  /// The fewest words it takes.
  package var minimum: Int { count == .one || count == .many ? 1 : 0 }

  /// The most words it takes, nil for any number.
  package var maximum: Int? { count == .one || count == .optional ? 1 : nil }
}

/// What the shell may offer in place of a value.
package enum Completion: Hashable, Sendable {
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
