package import EngineCore

/// Workspaces on one container engine: whatever is known of them is asked of the engine, nothing is kept
/// beside it.
struct Workspaces: WorkspaceDoor {
  let container: ContainerEngine
  let access: any WorkspaceAccess
  let files: any FileSystem
  let time: any TimeSource
  let random: any RandomSource
  /// What the names of workspaces begin with.
  let prefix: WorkspacePrefix

  /// Workspaces on the engine that is there.
  ///
  /// - Parameters:
  ///   - wanted: the engine to take, nil for the first one there is.
  ///   - environment: swop's own environment, which engines see as it is.
  ///   - runner: starts the engine's commands.
  ///   - access: how workspaces reach the accounts.
  ///   - files: files.
  ///   - time: the clock.
  ///   - random: randomness.
  /// - Throws: `WorkspaceError.engineMissing`, or `.badValue` for a prefix that cannot be one.
  init(
    on wanted: ContainerEngineKind?, environment: ProcessEnvironment, runner: any ProcessRunner,
    access: any WorkspaceAccess, files: any FileSystem, time: any TimeSource,
    random: any RandomSource
  ) throws(WorkspaceError) {
    let found = try EngineSearch(files: files, environment: environment).find(wanted)
    container = ContainerEngine(
      kind: found.kind, executable: found.executable, runner: runner, environment: environment)
    self.access = access
    self.files = files
    self.time = time
    self.random = random
    prefix = try WorkspacePrefix(in: environment)
  }

  var engine: ContainerEngineKind { container.kind }

  func list() async throws -> WorkspaceList {
    var names: [String] = []
    for label in WorkspaceLabels.markers {
      names += try await containers(where: "label=\(label)=1")
    }
    // Labels can get lost, when a container is made again by other tools; the name still tells.
    let isScan = names.isEmpty
    for known in isScan ? prefix.known : [] {
      names += try await containers(where: "name=\(known.text)")
    }
    guard !names.isEmpty else { return WorkspaceList(engine: engine, workspaces: []) }
    let answer = try await container.ask(
      ["inspect", "--type", "container"] + Set(names).sorted())
    // One that went away meanwhile makes the command fail; the others are in the output all the same.
    if !answer.isDone, !WorkspaceError.saysMissing(answer) {
      throw WorkspaceError.of(answer, engine: engine, action: "list the workspaces")
    }
    // An engine's filter finds the text anywhere in a name.
    let found = ContainerReading.workspaces(in: answer.output)
      .filter { !isScan || prefix.isKnown(in: $0.name) }
    return WorkspaceList(engine: engine, workspaces: found.sorted { $0.name < $1.name })
  }

  func start(_ name: String) async throws -> Workspace {
    var workspace = try await workspace(named: name)
    guard workspace.state != .running else { return workspace }
    let verb = workspace.state == .paused ? "unpause" : "start"
    try await container.demand([verb, name], to: "start the workspace", about: name)
    workspace.state = .running
    return workspace
  }

  func stop(_ name: String) async throws -> Workspace {
    var workspace = try await workspace(named: name)
    guard workspace.state != .stopped else { return workspace }
    if workspace.state == .paused {
      try await container.demand(["unpause", name], to: "wake the workspace", about: name)
    }
    try await container.demand(["stop", name], to: "stop the workspace", about: name)
    workspace.state = .stopped
    return workspace
  }

  func remove(_ name: String, keepsVolumes: Bool) async throws -> WorkspaceRemoval {
    guard let workspace = try await find(name) else {
      return try await removeVolumes(leftBy: name, keepsVolumes: keepsVolumes)
    }
    try await container.demand(["rm", "--force", name], to: "remove the workspace", about: name)
    if let token = workspace.token { try await access.revokeToken(named: token) }
    guard !keepsVolumes else {
      return WorkspaceRemoval(name: name, removedVolumes: [], keptVolumes: workspace.volumes)
    }
    try await remove(volumes: workspace.volumes)
    return WorkspaceRemoval(name: name, removedVolumes: workspace.volumes, keptVolumes: [])
  }

  // MARK: - Asking

  /// The workspace of a name.
  ///
  /// - Throws: `WorkspaceError.noSuchWorkspace` with the nearest name.
  func workspace(named name: String) async throws -> Workspace {
    if let workspace = try await find(name) { return workspace }
    throw try await missing(name)
  }

  /// The workspace of a name, nil if there is no such container.
  ///
  /// - Throws: `WorkspaceError.notAWorkspace` for anyone else's container.
  func find(_ name: String) async throws -> Workspace? {
    guard (try? WorkspaceName(name)) != nil else { throw try await missing(name) }
    let answer = try await container.ask(["inspect", "--type", "container", name])
    guard answer.isDone else {
      if WorkspaceError.saysMissing(answer) { return nil }
      throw WorkspaceError.of(answer, engine: engine, action: "look at the workspace")
    }
    guard let found = ContainerReading.only(in: answer.output, named: name, prefix) else {
      return nil
    }
    guard let workspace = found.workspace else { throw WorkspaceError.notAWorkspace(name) }
    return workspace
  }

  private func missing(_ name: String) async throws -> WorkspaceError {
    let names = try await list().workspaces.map(\.name)
    return .noSuchWorkspace(name, nearest: NearestName.of(name, in: names))
  }

  private func containers(where filter: String) async throws -> [String] {
    let answer = try await container.demand(
      ["ps", "--all", "--quiet", "--no-trunc", "--filter", filter], to: "list the workspaces",
      limit: ContainerEngine.asking)
    return answer.words
  }

  // MARK: - Volumes

  /// Volumes that outlived their container, because they were kept.
  private func removeVolumes(
    leftBy name: String, keepsVolumes: Bool
  ) async throws -> WorkspaceRemoval {
    let answer = try await container.demand(
      ["volume", "ls", "--quiet", "--filter", "label=\(WorkspaceLabels.name)=\(name)"],
      to: "list the volumes", limit: ContainerEngine.asking)
    let volumes = answer.words.sorted()
    guard !volumes.isEmpty else { throw try await missing(name) }
    guard !keepsVolumes else {
      return WorkspaceRemoval(name: name, removedVolumes: [], keptVolumes: volumes)
    }
    try await remove(volumes: volumes)
    return WorkspaceRemoval(name: name, removedVolumes: volumes, keptVolumes: [])
  }

  private func remove(volumes: [String]) async throws {
    guard !volumes.isEmpty else { return }
    try await container.demand(["volume", "rm"] + volumes, to: "remove the volumes")
  }
}

extension Workspaces {
  func run(
    _ command: [Argument]?, in name: String, hasTerminal: Bool
  ) async throws -> ProcessEnd {
    let workspace = try await running(name)
    let words = command ?? ["/bin/sh", "-c", "exec \"${SHELL:-/bin/sh}\" -l"]
    let execution = container.command(
      execution(in: workspace, hasTerminal: hasTerminal).map { Argument($0) } + words)
    return try await container.runner.runInForeground(execution) { _ in }
  }

  func openTunnel(
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

/// What can be done with workspaces on one engine: `Workspaces` does it, `SampleWorkspaces` plays it.
package protocol WorkspaceDoor: Sendable {
  /// The engine behind it.
  var engine: ContainerEngineKind { get }
  /// All workspaces, also those of the older launcher.
  func list() async throws -> WorkspaceList
  /// Makes a workspace, or starts the one that has the name already.
  ///
  /// - Parameters:
  ///   - order: what to make.
  ///   - say: told of each step that takes long and of everything worth a warning.
  /// - Returns: The workspace, and whether it is new.
  /// - Throws: `WorkspaceError`, and what access to the accounts throws; nothing is left behind then.
  func create(
    _ order: WorkspaceOrder, say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceCreation
  /// Starts a workspace; one that runs is left alone.
  func start(_ name: String) async throws -> Workspace
  /// Stops a workspace; one that is stopped is left alone.
  func stop(_ name: String) async throws -> Workspace
  /// Removes a workspace, its token, and its volumes unless they are to be kept.
  func remove(_ name: String, keepsVolumes: Bool) async throws -> WorkspaceRemoval
  /// Runs a command in a running workspace on this terminal; nil is a login shell.
  func run(
    _ command: [Argument]?, in name: String, hasTerminal: Bool
  ) async throws -> ProcessEnd
  /// Opens a VS Code tunnel; in the foreground it returns when the tunnel ends.
  func openTunnel(
    to name: String, named tunnel: TunnelName?, detached: Bool
  ) async throws -> WorkspaceTunnel
}
