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
