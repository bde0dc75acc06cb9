import EngineCore

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
      // A sign-in that holds only a token must never be offered to anybody else.
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
