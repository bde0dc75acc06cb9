package import EngineCore
package import EngineHTTP

/// The proxy's limits.
package struct ProxySettings: Hashable, Sendable {
  /// How long one part of an upstream's answer may take: connection 10 s, head 25 s, silence 240 s (codex
  /// gives up at 300).
  package var limits = ClientLimits()
  /// What is accepted of clients: bodies up to 64 MiB.
  package var server = ServerSettings()
  /// Connections to the backend.
  package var client = ClientSettings()
  /// How many bytes of request bodies may be kept at once, all requests together: 512 MiB.
  package var bodyRoom = 512 << 20
  /// How often the pool is read again while there are requests.
  package var poolInterval: Duration = .milliseconds(750)
  /// How long what was learned may wait until it is on disk.
  package var writeDelay: Duration = .milliseconds(100)

  /// The usual settings.
  package init() {
    server.unprovenLimit = 64
    server.headTimeLimit = .seconds(5)
    server.identifiesPeers = true
  }

  /// The usual settings with the certificates that `environment` names.
  package init(environment: ProcessEnvironment) {
    self.init()
    client = ClientSettings(environment: environment)
  }
}
