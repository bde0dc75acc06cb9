import EngineCore

/// `swop trash`: thirty days of second thoughts.
enum TrashCommand {
  static let definition = CommandDefinition(
    "trash", summary: "List, restore or destroy removed accounts"
  ).with {
    $0.details = [
      "Removed accounts stay here for 30 days at least. swop trash purge signs out and destroys what is older."
    ]
    $0.examples = [.init("swop trash", "list what is in the trash")]
    $0.subcommands = [
      TrashListCommand.definition, TrashRestoreCommand.definition, TrashPurgeCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }
}
