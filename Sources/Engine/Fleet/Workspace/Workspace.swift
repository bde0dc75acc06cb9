package import EngineCore

/// One workspace as its engine knows it.
package struct Workspace: Hashable, Sendable {
  /// The name of its container.
  package var name: String
  /// What it does now.
  package var state: WorkspaceState
  /// The repository as it was asked for, nil for none or when the older launcher made it.
  package var repository: String?
  /// The folder it opens in.
  package var path: String?
  /// The image it was made from.
  package var image: String
  /// The account it is bound to, nil for the pool.
  package var account: String?
  /// When it was made, nil if the engine does not say.
  package var createdAt: Date?
  /// Its named volumes.
  var volumes: [String] = []
  /// The name of its token for the proxy, nil if it has none.
  package var token: String?
  /// The user that commands run as, nil for the image's own: the older launcher's containers.
  var user: String?

  /// A workspace of its parts.
  init(
    name: String, state: WorkspaceState, repository: String? = nil, path: String? = nil,
    image: String, account: String? = nil, createdAt: Date? = nil, volumes: [String] = [],
    token: String? = nil, user: String? = nil
  ) {
    self.name = name
    self.state = state
    self.repository = repository
    self.path = path
    self.image = image
    self.account = account
    self.createdAt = createdAt
    self.volumes = volumes
    self.token = token
    self.user = user
  }
}

/// What a workspace's container does now.
package enum WorkspaceState: String, Hashable, Sendable, CaseIterable {
  case running
  case paused
  case stopped

  /// The state of an engine's word for it; whatever does not run can be started.
  init(engineWord word: String) {
    switch word.lowercased() {
    case "running", "restarting": self = .running
    case "paused": self = .paused
    default: self = .stopped
    }
  }
}

/// What wrappers rely on: the abilities they ask for by name before they use one.
package enum WorkspaceContract {
  /// Every ability, first those that existing wrappers ask for, then ours.
  package static let capabilities = [
    "capabilities-command", "supports-flag", "version", "create-alias", "output-json",
    "tunnel-name-v1", "tunnel-json", "secrets-explicit-dir", "rm-default-volumes",
    "rm-keep-volumes-flag", "codex-profile", "account", "rotate", "exec", "shell", "engine-podman",
  ]

  /// Whether there is an ability of this name.
  package static func supports(_ name: String) -> Bool { capabilities.contains(name) }
}

/// The labels on containers and volumes, which are the only memory there is of a workspace.
enum WorkspaceLabels {
  /// Marks everything of ours.
  static let marker = "dev.swop.workspace"
  /// Mark the containers of the launchers that were here before.
  static let olderMarkers = ["codex-kit.workspace", "agent-kit.workspace"]
  /// Whatever marks a workspace, ours first.
  static let markers = [marker] + olderMarkers
  /// The name of the workspace, on its volumes.
  static let name = marker + ".name"
  /// The repository as it was asked for.
  static let repository = marker + ".repo"
  /// The folder of the repository in the container.
  static let path = marker + ".path"
  /// The account it is bound to; missing for the pool.
  static let account = marker + ".account"
  /// The name of its token for the proxy.
  static let token = marker + ".token"
  /// A number of one creation, on everything it made, so that a failed one can be undone.
  static let birth = marker + ".birth"
}

/// All workspaces of one engine, by name.
package struct WorkspaceList: Hashable, Sendable {
  /// The engine that was asked.
  package let engine: ContainerEngineKind
  /// The workspaces, sorted by name.
  package let workspaces: [Workspace]
}

/// The container engines there are, in the order they are looked for.
package enum ContainerEngineKind: String, Hashable, Sendable, CaseIterable {
  case docker
  case podman
}

/// What creating a workspace came to.
package struct WorkspaceCreation: Hashable, Sendable {
  /// The workspace as it is now.
  package let workspace: Workspace
  /// False when there was one of this name already, which was started as it is.
  package let isNew: Bool
  /// What is mounted of the host's secrets, nil for nothing.
  package let secrets: WorkspaceSecrets?
  /// The engine it lives in.
  package let engine: ContainerEngineKind
}

/// What happens while a workspace is made.
package enum WorkspaceNotice: Hashable, Sendable {
  /// A step that may take long, as a verb: `pulling the image`.
  case step(String)
  /// Something the user should know, one sentence.
  case warning(String)
}

/// What removing a workspace came to.
package struct WorkspaceRemoval: Hashable, Sendable {
  /// The name of the workspace.
  package let name: String
  /// The volumes that are gone with it.
  package let removedVolumes: [String]
  /// The volumes that were kept.
  package let keptVolumes: [String]
}

/// What opening a tunnel came to.
package struct WorkspaceTunnel: Hashable, Sendable {
  /// The name of the workspace.
  package let workspace: String
  /// The tunnel's name.
  package let name: TunnelName
  /// Whether it goes on by itself.
  package let isDetached: Bool
  /// Whether it was open already.
  package let wasRunning: Bool
  /// Where it writes its log, in the container.
  package let logPath: String
}
