/// `swop config`: settings.
enum ConfigCommand {
  static let definition = CommandDefinition("config", summary: "Show and change settings").with {
    $0.details = [
      "A flag wins over the environment, the environment over the settings file, the file over the "
        + "default."
    ]
    $0.examples = [.init("swop config", "list every setting, its value and where that comes from")]
    $0.subcommands = [
      ConfigListCommand.definition, ConfigGetCommand.definition, ConfigSetCommand.definition,
      ConfigPathCommand.definition, ConfigEditCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }
}
