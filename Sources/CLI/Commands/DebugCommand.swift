/// `swop debug`: for whoever looks into what went wrong.
enum DebugCommand {
  static let definition = CommandDefinition(
    "debug", summary: "Write a report that is safe to paste into an issue"
  ).with {
    $0.examples = [.init("swop debug bundle", "print the report")]
    $0.subcommands = [DebugBundleCommand.definition]
    $0.defaultSubcommand = "bundle"
  }
}
