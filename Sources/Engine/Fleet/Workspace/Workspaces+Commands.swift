package import EngineCore

extension Workspaces {
  package func run(
    _ command: [Argument]?, in name: String, hasTerminal: Bool
  ) async throws -> ProcessEnd {
    let workspace = try await running(name)
    let words = command ?? ["/bin/sh", "-c", "exec \"${SHELL:-/bin/sh}\" -l"]
    let execution = container.command(
      execution(in: workspace, hasTerminal: hasTerminal).map { Argument($0) } + words)
    return try await container.runner.runInForeground(execution) { _ in }
  }

  package func openTunnel(
    to name: String, named tunnel: TunnelName?, detached: Bool
  ) async throws -> WorkspaceTunnel {
    let workspace = try await running(name)
    let tunnel = tunnel ?? TunnelName(for: name, prefix: prefix)
    let script = TunnelScript(name: tunnel)
    guard detached else {
      let end = try await run(
        ["/bin/sh", "-c", Argument(script.inForeground)], in: name, hasTerminal: true)
      if end == .exited(SetupPlan.unfit) { throw WorkspaceError.noTunnelProgram(name) }
      guard end == .exited(0) || end == .signalled(2) || end == .exited(130) else {
        throw WorkspaceError.tunnelEnded(name, reason: "it ended with status \(end.status)")
      }
      return result(name, tunnel, isDetached: false, wasRunning: false)
    }
    let words = execution(in: workspace, hasTerminal: false) + ["/bin/sh", "-c", script.detached]
    let answer = try await container.ask(words, limit: ContainerEngine.acting)
    switch answer.status {
    case 0: break
    case SetupPlan.unfit: throw WorkspaceError.noTunnelProgram(name)
    case SetupPlan.notCloned: throw WorkspaceError.tunnelEnded(name, reason: answer.reason)
    default:
      throw WorkspaceError.of(answer, engine: engine, action: "open the tunnel", name: name)
    }
    return result(name, tunnel, isDetached: true, wasRunning: answer.words == ["running"])
  }

  private func result(
    _ name: String, _ tunnel: TunnelName, isDetached: Bool, wasRunning: Bool
  ) -> WorkspaceTunnel {
    WorkspaceTunnel(
      workspace: name, name: tunnel, isDetached: isDetached, wasRunning: wasRunning,
      logPath: TunnelScript.log)
  }

  private func running(_ name: String) async throws -> Workspace {
    let workspace = try await workspace(named: name)
    guard workspace.state == .running else { throw WorkspaceError.notRunning(name) }
    return workspace
  }

  private func execution(in workspace: Workspace, hasTerminal: Bool) -> [String] {
    var words = ["exec", "--interactive"]
    if hasTerminal { words += ["--tty", "--env", "TERM"] }
    if let user = workspace.user { words += ["--user", user] }
    if let path = workspace.path { words += ["--workdir", path] }
    return words + [workspace.name]
  }
}
