import EngineKernel
import EngineWorkspace

/// `swop workspace rm`: a workspace with everything in it.
enum WorkspaceRemoveCommand {
  static let definition = CommandDefinition(
    "rm", summary: "Remove a workspace with its volumes and its token", action: run
  ).with {
    $0.aliases = ["remove"]
    $0.details = [
      "Everything in its volumes is lost: the clone, codex's conversations, what was installed. "
        + "--keep-volumes keeps them for the next workspace of this name."
    ]
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [
      OptionDefinition("keep-volumes", help: "Keep what is in its volumes"),
      OptionDefinition("volumes", help: "Remove its volumes too, which is what happens anyway"),
      WorkspaceOptions.engine, .output,
    ]
    $0.examples = [
      .init("swop workspace rm demo", "remove the workspace demo and all its data"),
      .init("swop workspace rm demo --keep-volumes", "remove only its container"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    if command.has("keep-volumes"), command.has("volumes") {
      throw UsageError.conflict("--keep-volumes", "--volumes", path: command.path)
    }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let removal = try await workspaces.remove(
      invocation.required("NAME"), keepsVolumes: command.has("keep-volumes"))
    let name = PrintableText.sanitized(removal.name)
    let kept = removal.keptVolumes.isEmpty ? "" : " Its volumes are kept."
    invocation.conclude(
      "\(name) is removed.\(kept)", WorkspaceJSON.removal(removal, engine: workspaces.engine))
    return 0
  }
}
