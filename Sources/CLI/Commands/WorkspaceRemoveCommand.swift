import Engine
import EngineCore

/// `swop workspace rm`: a workspace with everything in it.
enum WorkspaceRemoveCommand {
  static let definition = CommandDefinition(
    "rm", summary: "Remove a workspace with its volumes and its token", action: run
  ).with {
    $0.aliases = ["remove"]
    $0.details = [
      "Everything in its volumes is lost: the clone, codex's conversations, what was installed. "
        + "--keep-volumes keeps them for the next workspace of this name.",
      "--all removes every workspace that swop workspace ls shows, after a question. It goes on past one "
        + "that cannot be removed, and ends with 1 then.",
    ]
    $0.positionals = [PositionalDefinition("NAME", count: .optional, help: "The workspace")]
    $0.options = [
      OptionDefinition("all", help: "Remove all workspaces"),
      OptionDefinition("yes", help: "With --all: do not ask"),
      OptionDefinition("keep-volumes", help: "Keep what is in its volumes"),
      OptionDefinition("volumes", help: "Remove its volumes too, which is what happens anyway"),
      WorkspaceOptions.engine, .output,
    ]
    $0.examples = [
      .init("swop workspace rm demo", "remove the workspace demo and all its data"),
      .init("swop workspace rm demo --keep-volumes", "remove only its container"),
      .init("swop workspace rm --all --yes", "remove all workspaces, in a script"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    if command.has("keep-volumes"), command.has("volumes") {
      throw UsageError.conflict("--keep-volumes", "--volumes", path: command.path)
    }
    if command.has("all") { return try await WorkspaceRemoveAll(invocation).run() }
    if command.has("yes") { throw UsageError.missing(name: "--all with --yes", path: command.path) }
    guard let name = command.word("NAME") else {
      throw UsageError.missing(name: "NAME, or --all", path: command.path)
    }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let removal = try await workspaces.remove(name, keepsVolumes: command.has("keep-volumes"))
    invocation.conclude(
      line(removal), WorkspaceJSON.removal(removal, engine: workspaces.engine))
    return 0
  }

  /// What people read of a removal.
  static func line(_ removal: WorkspaceRemoval) -> String {
    let name = PrintableText.sanitized(removal.name)
    let kept = removal.keptVolumes.isEmpty ? "" : " Its volumes are kept."
    return "\(name) is removed.\(kept)"
  }
}
