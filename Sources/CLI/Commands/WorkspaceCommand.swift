import Engine
import EngineCore

/// `swop workspace`: codex in a container.
enum WorkspaceCommand {
  static let definition = CommandDefinition(
    "workspace", summary: "Run codex in containers, one for each task"
  ).with {
    $0.details = [
      "A workspace is a container for one repository on docker or podman. Codex in it works through the "
        + "rotation proxy of this machine, with a token of its own: no sign-in enters the container.",
      "--supports tells wrappers by its status whether there is an ability, and prints nothing.",
    ]
    $0.options = [
      OptionDefinition("version", help: "Print the version"),
      OptionDefinition(
        "supports", value: .required("ABILITY"),
        help: "End with 0 if there is such an ability, else with 1"),
    ]
    $0.examples = [
      .init("swop workspace create acme/website", "make a workspace for a repository"),
      .init("swop workspace --supports output-json", "ask for an ability"),
    ]
    $0.subcommands = [
      WorkspaceCreateCommand.definition, WorkspaceListCommand.definition,
      WorkspaceStateCommand.start, WorkspaceStateCommand.stop,
      WorkspaceRemoveCommand.definition, WorkspaceExecCommand.definition,
      WorkspaceShellCommand.definition, WorkspaceTunnelCommand.definition,
      WorkspaceCapabilitiesCommand.definition, ability,
    ]
    $0.defaultSubcommand = ability.name
  }

  /// What is meant when no command follows: a question about an ability, or the list.
  private static let ability = CommandDefinition(
    "ability", summary: "Answer a question of a wrapper"
  ) { invocation in
    guard let name = invocation.command.options["supports"] else {
      return try await WorkspaceListCommand.run(invocation)
    }
    return WorkspaceContract.supports(name) ? 0 : 1
  }.with {
    $0.isHidden = true
    $0.examples = [.init("swop workspace", "list the workspaces")]
  }
}
