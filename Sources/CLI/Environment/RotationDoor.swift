package import Engine
package import EngineCore

/// What commands may ask of the rotation proxy.
package protocol RotationDoor: Sendable {
  /// What the service says about itself.
  func proxyReport() async throws -> ProxyReport
  /// What the service wrote down about itself, nil if none runs.
  func proxyRecord() async -> ServiceRecord?
  /// Starts the service.
  func startProxy(
    port: UInt16?, inBackground: Bool
  ) async throws -> (record: ServiceRecord, ranAlready: Bool)
  /// Stops the service; nil if nothing ran.
  func stopProxy() async throws -> (record: ServiceRecord, byForce: Bool)?
  /// Serves until the task is cancelled.
  func serveProxy(
    port: UInt16?, keeper: ServiceKeeper, say: @escaping @Sendable (String) -> Void
  ) async throws
  /// The end of the service's log.
  func proxyLog(last count: Int) async throws -> [String]
  /// What another program needs to start codex through the service.
  func proxyEnvironment() async throws -> ProxyClientEnvironment
  /// The tokens of the proxy's clients.
  func clientTokens() async throws -> [ClientTokenRecord]
  /// Makes a token.
  func issueClientToken(named name: String) async throws -> Redacted<String>
  /// Revokes a token.
  func revokeClientToken(named name: String) async throws
  /// Whether the desktop app is bound.
  func isApplicationBound() async -> Bool
  /// Binds the desktop app.
  func bindApplication(unsupervised: Bool) async throws -> BindOutcome
  /// Undoes a binding that leads to another program; what was done, nil if all is well.
  func suspendForeignBinding() async throws -> String?
  /// Undoes that.
  func unbindApplication() async throws -> BindOutcome
}
