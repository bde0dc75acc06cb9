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
    // The values come from the engine's own environment: everyone can read a command line.
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

/// Paths that go into an engine's mount options, where a comma would begin another option.
enum ContainerPath {
  /// An absolute path in the container without `.`, `..` and what mount options cannot carry.
  ///
  /// - Throws: `WorkspaceError.badValue` for the option.
  static func checked(_ text: String, option: String) throws(WorkspaceError) -> String {
    let parts = text.split(separator: "/")
    guard text.hasPrefix("/"), !parts.isEmpty, !parts.contains("."), !parts.contains(".."),
      isMountable(text)
    else {
      throw .badValue(
        option: option, value: text, expected: "an absolute path without “..”, commas and quotes")
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether a path can stand in a mount option.
  static func isMountable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { PrintableText.isPrintable($0) && $0 != "," && $0 != "\"" }
  }
}

/// How a workspace reaches the proxy on the host: two ports on its own loopback, which the image hands
/// on to a mounted socket. Two, because codex wants its two services at different origins.
struct WorkspaceForward: Hashable, Sendable {
  /// Where the socket's folder is mounted.
  static let mount = "/run/swop"

  /// The socket on the host.
  let socket: FilePath
  /// The first port; the second follows it.
  let port: Int

  /// The ports of a workspace with a network of its own.
  static func ownNetwork(_ socket: FilePath) -> WorkspaceForward {
    WorkspaceForward(socket: socket, port: 8_451)
  }

  /// Ports that other workspaces on the host's network will hardly have.
  static func hostNetwork(_ socket: FilePath, random: any RandomSource) -> WorkspaceForward {
    let number = random.bytes(2).reduce(0) { $0 << 8 | Int($1) }
    return WorkspaceForward(socket: socket, port: 20_000 + number % 20_000 * 2)
  }

  /// What the container has to know.
  var variables: [(name: String, value: String)] {
    let renewal = "http://127.0.0.1:\(port)/oauth"
    let own = "127.0.0.1,localhost,::1"
    return [
      ("SWOP_FORWARD_PORTS", "\(port) \(port + 1)"),
      ("SWOP_FORWARD_SOCKET", "\(Self.mount)/\(socket.name)"),
      // A sign-in that holds only a token must never be offered to anyone else.
      ("CODEX_REFRESH_TOKEN_URL_OVERRIDE", renewal + "/token"),
      ("CODEX_REVOKE_TOKEN_URL_OVERRIDE", renewal + "/revoke"),
      ("NO_PROXY", own), ("no_proxy", own),
    ]
  }

  /// The part of codex's configuration that points it here. The second address holds the token: codex
  /// shows its sign-in to the tool server there only if that is an official host.
  func configuration(_ token: Redacted<String>) -> Redacted<String> {
    Redacted(
      """
      openai_base_url = "http://127.0.0.1:\(port)/backend-api/codex"
      chatgpt_base_url = "http://127.0.0.1:\(port + 1)/t/\(token.reveal())/backend-api"
      model_provider = "openai"
      """)
  }
}
