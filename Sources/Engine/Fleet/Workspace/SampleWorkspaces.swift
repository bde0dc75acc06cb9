package import EngineCore

/// Workspaces that exist only in memory, for the demo and for tests of screens: they start, stop and go
/// away, and a shell in them ends at once.
package actor SampleWorkspaces: WorkspaceDoor {
  package nonisolated let engine: ContainerEngineKind
  private var workspaces: [Workspace]

  /// Workspaces as they are at the beginning.
  init(_ workspaces: [Workspace], engine: ContainerEngineKind = .podman) {
    self.workspaces = workspaces
    self.engine = engine
  }

  /// Three workspaces of a demo: two that run and one that is stopped.
  ///
  /// - Parameter now: the time their ages are counted from.
  /// - Returns: the demo's workspaces.
  package static func sample(at now: Date) -> SampleWorkspaces {
    func workspace(
      _ repository: String, _ state: WorkspaceState, hours: Double, account: String? = nil
    ) -> Workspace {
      let made = now.addingTimeInterval(-hours * 3_600)
      let spec = try? RepositorySpec(repository, folder: "/", home: "/")
      return Workspace(
        name: WorkspaceName(for: spec, at: made).text, state: state, repository: repository,
        path: "/work/" + repository, image: WorkspaceOrder.standardImage, account: account,
        createdAt: made, user: "codex")
    }
    return SampleWorkspaces([
      workspace("acme/website", .running, hours: 3),
      workspace("acme/billing", .running, hours: 27, account: "work"),
      workspace("me/dotfiles", .stopped, hours: 190),
    ])
  }

  package func list() -> WorkspaceList {
    WorkspaceList(engine: engine, workspaces: workspaces.sorted { $0.name < $1.name })
  }

  package func create(
    _ order: WorkspaceOrder, say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) throws -> WorkspaceCreation {
    let name = order.name ?? WorkspaceName(for: order.repository, at: .distantPast)
    if workspaces.contains(where: { $0.name == name.text }) {
      return WorkspaceCreation(
        workspace: try start(name.text), isNew: false, secrets: nil, engine: engine)
    }
    var account: String?
    if case .account(let label) = order.signIn { account = label }
    let workspace = Workspace(
      name: name.text, state: .running, repository: order.repository?.shown, path: order.path,
      image: order.image, account: account, user: "codex")
    workspaces.append(workspace)
    return WorkspaceCreation(
      workspace: workspace, isNew: true, secrets: order.secrets, engine: engine)
  }

  package func start(_ name: String) throws -> Workspace { try set(.running, name) }

  package func stop(_ name: String) throws -> Workspace { try set(.stopped, name) }

  package func remove(_ name: String, keepsVolumes: Bool) throws -> WorkspaceRemoval {
    let index = try index(of: name)
    let volumes = workspaces.remove(at: index).volumes
    return WorkspaceRemoval(
      name: name, removedVolumes: keepsVolumes ? [] : volumes,
      keptVolumes: keepsVolumes ? volumes : [])
  }

  package func run(
    _ command: [Argument]?, in name: String, hasTerminal: Bool
  ) throws -> ProcessEnd {
    let index = try index(of: name)
    guard workspaces[index].state == .running else { throw WorkspaceError.notRunning(name) }
    return .exited(0)
  }

  package func openTunnel(
    to name: String, named tunnel: TunnelName?, detached: Bool
  ) throws -> WorkspaceTunnel {
    _ = try index(of: name)
    return WorkspaceTunnel(
      workspace: name, name: tunnel ?? TunnelName(for: name), isDetached: detached,
      wasRunning: false, logPath: TunnelScript.log)
  }

  private func set(_ state: WorkspaceState, _ name: String) throws -> Workspace {
    let index = try index(of: name)
    workspaces[index].state = state
    return workspaces[index]
  }

  private func index(of name: String) throws(WorkspaceError) -> Int {
    if let index = workspaces.firstIndex(where: { $0.name == name }) { return index }
    throw .noSuchWorkspace(name, nearest: NearestName.of(name, in: workspaces.map(\.name)))
  }
}
