package import EngineCore

/// Workspaces on one container engine: whatever is known of them is asked of the engine, nothing is kept
/// beside it.
package struct Workspaces: WorkspaceDoor {
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
  package init(
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

  package var engine: ContainerEngineKind { container.kind }

  package func list() async throws -> WorkspaceList {
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

  package func start(_ name: String) async throws -> Workspace {
    var workspace = try await workspace(named: name)
    guard workspace.state != .running else { return workspace }
    let verb = workspace.state == .paused ? "unpause" : "start"
    try await container.demand([verb, name], to: "start the workspace", about: name)
    workspace.state = .running
    return workspace
  }

  package func stop(_ name: String) async throws -> Workspace {
    var workspace = try await workspace(named: name)
    guard workspace.state != .stopped else { return workspace }
    if workspace.state == .paused {
      try await container.demand(["unpause", name], to: "wake the workspace", about: name)
    }
    try await container.demand(["stop", name], to: "stop the workspace", about: name)
    workspace.state = .stopped
    return workspace
  }

  package func remove(_ name: String, keepsVolumes: Bool) async throws -> WorkspaceRemoval {
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
  /// - Throws: `WorkspaceError.notAWorkspace` for anybody else's container.
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
