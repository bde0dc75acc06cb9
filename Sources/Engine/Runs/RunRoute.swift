package import EngineSandbox

/// How a run reaches the server.
package enum RunRoute: Hashable, Sendable {
  /// By itself, with its account's own sign-in.
  case direct
  /// Through the rotation proxy, with the pool's sign-in.
  case rotated(ProxyRoute)

  /// Whether it goes through the proxy.
  package var isRotated: Bool { self != .direct }
}
