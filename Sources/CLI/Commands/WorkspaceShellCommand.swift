import Engine
import EngineCore

/// `swop workspace shell`: a shell inside.
enum WorkspaceShellCommand {
  static let definition = CommandDefinition(
    "shell", summary: "Open a shell in a workspace", action: run
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine]
    $0.examples = [.init("swop workspace shell demo", "look around in the workspace demo")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    guard environment.input.isTerminal, environment.output.isTerminal else {
      throw UsageError.needsTerminal(
        what: "A shell", remedy: "Run one command instead: swop workspace exec NAME -- COMMAND")
    }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let end = try await workspaces.run(nil, in: invocation.required("NAME"), hasTerminal: true)
    return end.status
  }
}

/// `swop workspace exec`: a command inside.
enum WorkspaceExecCommand {
  static let definition = CommandDefinition(
    "exec", summary: "Run a command in a workspace", action: run
  ).with {
    $0.details = ["Its exit status comes back unchanged."]
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine]
    $0.restName = "COMMAND…"
    $0.examples = [
      .init("swop workspace exec demo -- codex exec 'fix the tests'", "run one task of codex")
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    guard !command.rest.isEmpty else {
      throw UsageError.missing(name: "COMMAND", path: command.path)
    }
    let environment = invocation.environment
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let end = try await workspaces.run(
      command.rest, in: invocation.required("NAME"),
      hasTerminal: environment.input.isTerminal && environment.output.isTerminal)
    return end.status
  }
}

/// `swop workspace tunnel`: VS Code from elsewhere.
enum WorkspaceTunnelCommand {
  static let definition = CommandDefinition(
    "tunnel", summary: "Open a VS Code tunnel into a workspace", action: run
  ).with {
    $0.details = [
      "The image has to hold the VS Code CLI. The first tunnel asks for a sign-in; in the background "
        + "the question is in the log."
    ]
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [
      OptionDefinition(
        "name", value: .required("TUNNEL"), help: "Its name: a to z, 0 to 9 and -, at most 20"),
      OptionDefinition("detach", help: "Leave it open in the background"),
      WorkspaceOptions.engine, .output,
    ]
    $0.examples = [
      .init("swop workspace tunnel demo --detach", "open a tunnel in the background")
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let isDetached = invocation.command.has("detach")
    let name = try invocation.command.options["name"].map { text throws(WorkspaceError) in
      try TunnelName(text)
    }
    if !isDetached { try WorkspaceOptions.checkForeground(invocation) }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let tunnel = try await workspaces.openTunnel(
      to: invocation.required("NAME"), named: name, detached: isDetached)
    if isDetached {
      invocation.conclude(line(tunnel), WorkspaceJSON.tunnel(tunnel))
    }
    return 0
  }

  /// What people read of a tunnel in the background.
  static func line(_ tunnel: WorkspaceTunnel) -> String {
    let state = tunnel.wasRunning ? "was open already" : "is open"
    return "The tunnel \(tunnel.name) \(state); its log is \(tunnel.logPath) in the workspace."
  }
}
