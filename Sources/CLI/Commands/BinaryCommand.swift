/// `swop binary`: which codex runs, and whether it is usable.
enum BinaryCommand {
  static let definition = CommandDefinition(
    "binary", summary: "Show which codex is used, check it, and install others"
  ).with {
    $0.details = [
      "Order: --codex-bin, SWOP_CODEX_BIN, the setting codex.path, one that swop installed, PATH, the "
        + "usual places."
    ]
    $0.examples = [.init("swop binary", "print the path of the codex that is used")]
    $0.subcommands = [
      BinaryPathCommand.definition, BinaryCheckCommand.definition, BinaryInstallCommand.definition,
      BinaryInstallCommand.update, BinaryUseCommand.use, BinaryUseCommand.rollback,
      BinaryListCommand.definition, BinaryPruneCommand.definition,
    ]
    $0.defaultSubcommand = "path"
  }

  /// The option that names a binary.
  static let option = OptionDefinition(
    "codex-bin", value: .required("FILE"), completion: .files, help: "Look at this codex binary")
}
