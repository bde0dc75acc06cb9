package import EngineHTTP
import EngineKernel

/// The rotation proxy: listens on loopback, puts the right account on each request, and moves a request
/// to another account when that account cannot serve it, before the client has seen a byte.
package actor RotationProxy {
  private nonisolated let loop: EventLoop
  private let surroundings: ProxySurroundings
  private let settings: ProxySettings
  private var status_ = ProxyStatus()

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A proxy that does not listen yet.
  ///
  /// - Throws: `HTTPServerError.noEventLoop` when the system refuses descriptors.
  package init(
    _ surroundings: ProxySurroundings, settings: ProxySettings = ProxySettings()
  ) throws(HTTPServerError) {
    self.surroundings = surroundings
    self.settings = settings
    loop = try EventLoop()
  }

  /// Reads the pool and what was kept, and begins to listen.
  ///
  /// - Returns: The addresses with the ports the system chose.
  /// - Throws: `HTTPServerError.cannotListen`, `.stopped`.
  package func start(on ports: ProxyPorts = ProxyPorts()) async throws(HTTPServerError)
    -> ProxyAddresses
  {
    ProxyAddresses(responsesPort: ports.responses, backendPort: ports.backend)
  }

  /// Takes no more requests, lets running streams finish, cuts those that do not within `limit`, and
  /// writes down what was learned.
  package func stop(within limit: Duration = .seconds(30)) async {}

  /// What it did and does.
  package func status() -> ProxyStatus { status_ }

  /// Reads the pool again now.
  package func refreshPool() async {}
}
