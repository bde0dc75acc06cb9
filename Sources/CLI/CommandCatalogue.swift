/// Every command of swop, in the order the help lists them.
package enum CommandCatalogue {
  /// The program itself with all commands below it.
  package static let root = CommandDefinition(
    "swop", summary: "Use several OpenAI Codex sign-ins as one pool"
  ).with {
    $0.details = [
      "Every account lives in a sandbox of its own, the quota of all of them is in view, and the next "
        + "run goes to the account that should take it."
    ]
    $0.options = [OptionDefinition("version", help: "Print the version")]
    $0.examples = [
      .init("swop add work", "add an account and sign in"),
      .init("swop status", "see what every account has left"),
      .init("swop codex", "run codex on the account that should take it"),
    ]
    $0.subcommands = commands
  }

  private static let commands = [
    UICommand.definition, StatusCommand.definition, AddCommand.definition, CodexCommand.definition,
    ReloginCommand.definition, RemoveCommand.definition, LogoutCommand.definition,
    SetCommand.definition, UnsetCommand.definition, EnableCommand.definition,
    DisableCommand.definition, RenameCommand.definition, BestCommand.definition,
    WhyCommand.definition, TrashCommand.definition, ImportCommand.definition,
    ExportCommand.definition, HistoryCommand.definition, EventsCommand.definition,
    SessionsCommand.definition, ProxyCommand.definition, RotationCommand.definition,
    WorkspaceCommand.definition, ConfigCommand.definition, BinaryCommand.definition,
    DoctorCommand.definition, DebugCommand.definition,
    ThemesCommand.definition, KeysCommand.definition, CompletionsCommand.definition,
    HelpCommand.definition, LabelsCommand.definition,
  ]
}
