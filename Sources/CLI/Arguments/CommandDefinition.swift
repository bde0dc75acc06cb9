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
