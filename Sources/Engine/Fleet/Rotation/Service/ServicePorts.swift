/// The two ports of a proxy on 127.0.0.1: codex needs two origins.
package struct ServicePorts: Hashable, Sendable, Codable {
  /// The origin of codex's model provider.
  package let provider: UInt16
  /// The origin of everything else of the backend.
  package let backend: UInt16

  /// Ports of a proxy.
  package init(provider: UInt16, backend: UInt16) {
    self.provider = provider
    self.backend = backend
  }

  /// Any ports that are free.
  package static let any = ServicePorts(provider: 0, backend: 0)

  /// The address of the proxy for people and other programs.
  package var url: String { "http://127.0.0.1:\(provider)" }

  /// The base of codex's model provider.
  package var providerURL: String { route.providerURL }

  /// The base of everything else.
  package var backendURL: String { "http://127.0.0.1:\(backend)/backend-api" }

  /// How codex is pointed there.
  package var route: ProxyRoute { ProxyRoute(url: url, backendURL: backendURL) }
}
