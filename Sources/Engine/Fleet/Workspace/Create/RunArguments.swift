import EngineCore

/// The words that make a workspace's container. No secret is among them.
struct RunArguments: Sendable {
  /// Its name.
  let name: WorkspaceName
  /// What was asked for.
  let order: WorkspaceOrder
  /// What of this machine is cloned, nil for nothing.
  let source: LocalSource?
  /// The account it is bound to, nil for the pool.
  let account: String?
  /// How it reaches the proxy, nil if it does not.
  let forward: WorkspaceForward?
  /// The number of this creation.
  let birth: String

  /// What belongs to every container and volume of this creation.
  var birthLabel: String { "\(WorkspaceLabels.birth)=\(birth)" }

  /// The volumes, by the folder they are mounted at.
  var volumes: [(name: String, folder: String)] {
    [
      (name.volume("work"), "/work"), (name.volume("home"), "/home/codex"),
      (name.volume("codex"), "/home/codex/.codex"),
    ]
  }

  /// The words for the container that stays.
  var creation: [String] {
    var words = ["create", "--name", name.text, "--hostname", name.hostName]
    for (key, value) in labels { words += ["--label", "\(key)=\(value)"] }
    words += mounts
    if let secrets = order.secrets {
      words += Self.bind(secrets.folder, at: secrets.mount)
      words += ["--env", "CODEX_SECRET_DIR=\(secrets.mount)"]
    }
    if let forward {
      words += Self.bind(forward.socket.parent, at: WorkspaceForward.mount)
      for (key, value) in forward.variables { words += ["--env", "\(key)=\(value)"] }
    }
    words += ["--env", "SWOP_WORKSPACE=\(name)"]
    // The values come from the engine's own environment: everybody can read a command line.
    for variable in keptVariables.keys.sorted() { words += ["--env", variable] }
    // Programs there must not show a token of another server to github.com.
    if let token = order.gitToken, !keptVariables.isEmpty, token.host != RepositorySpec.standardHost
    {
      words += ["--env", "GH_HOST=\(token.host)"]
    }
    if order.usesHostNetwork { words += ["--network", "host"] }
    return words + [order.image]
  }

  /// The words for the short-lived container that fills the volumes.
  var setup: [String] {
    var words = ["run", "--rm", "--interactive", "--user", "0", "--label", birthLabel]
    words += mounts
    if let source { words += Self.bind(source.folder, at: SetupPlan.sourceMount) }
    if let secrets = order.secrets { words += Self.bind(secrets.folder, at: secrets.mount) }
    if order.usesHostNetwork { words += ["--network", "host"] }
    return words + ["--entrypoint", "/bin/sh", order.image, "-s"]
  }

  /// The words for one volume.
  func volume(_ volume: String) -> [String] {
    [
      "volume", "create", "--label", "\(WorkspaceLabels.marker)=1",
      "--label", "\(WorkspaceLabels.name)=\(name)", "--label", birthLabel, volume,
    ]
  }

  /// Git's tokens that stay in the container.
  var keptVariables: [String: Redacted<String>] {
    guard order.keepsGitToken, let token = order.gitToken else { return [:] }
    var variables: [String: Redacted<String>] = [:]
    for name in token.variables { variables[name] = token.value }
    return variables
  }

  private var labels: [(String, String)] {
    var labels = [(WorkspaceLabels.marker, "1"), (WorkspaceLabels.birth, birth)]
    if let repository = order.repository {
      labels.append((WorkspaceLabels.repository, repository.shown))
    }
    labels.append((WorkspaceLabels.path, order.path))
    if let account { labels.append((WorkspaceLabels.account, account)) }
    if forward != nil { labels.append((WorkspaceLabels.token, name.token)) }
    return labels
  }

  private var mounts: [String] {
    volumes.flatMap { ["--mount", "type=volume,source=\($0.name),target=\($0.folder)"] }
  }

  private static func bind(_ folder: FilePath, at place: String) -> [String] {
    ["--mount", "type=bind,source=\(folder),target=\(place),readonly"]
  }
}
