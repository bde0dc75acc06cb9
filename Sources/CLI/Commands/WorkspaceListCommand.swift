import Engine
import EngineCore

/// `swop workspace ls`: which workspaces there are.
enum WorkspaceListCommand {
  static let definition = CommandDefinition(
    "ls", summary: "List the workspaces", action: run
  ).with {
    $0.aliases = ["list"]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace ls", "list the workspaces")]
  }

  static func run(_ invocation: Invocation) async throws -> Int32 {
    let list = try await WorkspaceOptions.workspaces(invocation).list()
    if invocation.isJSON {
      invocation.print(WorkspaceJSON.list(list))
      return 0
    }
    guard !list.workspaces.isEmpty else {
      invocation.say("No workspaces on \(list.engine.rawValue).")
      return 0
    }
    var table = TextTable([
      .init(heading: "WORKSPACE"), .init(heading: "STATE"),
      .init(heading: "REPOSITORY", mayShrink: true), .init(heading: "ACCOUNT", mayShrink: true),
      .init(heading: "MADE"),
    ])
    for workspace in list.workspaces {
      let made = workspace.createdAt.map {
        ClockText.moment($0, in: invocation.environment.timeZone)
      }
      table.add([
        StyledText(PrintableText.sanitized(workspace.name)), state(workspace.state),
        StyledText(PrintableText.sanitized(workspace.repository ?? "")),
        StyledText(account(workspace)), StyledText(made ?? "", .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func state(_ state: WorkspaceState) -> StyledText {
    switch state {
    case .running: StyledText(state.rawValue, .stateInUse)
    case .paused, .stopped: StyledText(state.rawValue, .muted)
    }
  }

  private static func account(_ workspace: Workspace) -> String {
    if let account = workspace.account { return PrintableText.sanitized(account) }
    return workspace.token == nil ? "" : "the pool"
  }
}

/// `swop workspace start` and `stop`.
enum WorkspaceStateCommand {
  static let start = CommandDefinition(
    "start", summary: "Start a stopped workspace",
    action: { try await change($0, "start", "runs") { try await $0.start($1) } }
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace start demo", "start it again")]
  }

  static let stop = CommandDefinition(
    "stop", summary: "Stop a workspace and keep it",
    action: { try await change($0, "stop", "is stopped") { try await $0.stop($1) } }
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace stop demo", "stop it")]
  }

  private static func change(
    _ invocation: Invocation, _ command: String, _ outcome: String,
    by change: (any WorkspaceDoor, String) async throws -> Workspace
  ) async throws -> Int32 {
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let workspace = try await change(workspaces, invocation.required("NAME"))
    invocation.conclude(
      "\(PrintableText.sanitized(workspace.name)) \(outcome).",
      WorkspaceJSON.state(workspace, command: command, engine: workspaces.engine))
    return 0
  }
}

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
      OptionDefinition("keep-volumes", help: "Keep its volumes"),
      OptionDefinition("volumes", help: "Remove its volumes too (default)"),
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
