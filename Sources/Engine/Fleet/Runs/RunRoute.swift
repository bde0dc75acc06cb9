package import EngineCore

/// How a run reaches the server.
package enum RunRoute: Hashable, Sendable {
  /// By itself, with its account's own sign-in.
  case direct
  /// Through the rotation proxy, with the pool's sign-in, whose access token is `token`.
  case rotated(ProxyRoute, token: Redacted<String>)

  /// Whether it goes through the proxy.
  package var isRotated: Bool { self != .direct }
}
