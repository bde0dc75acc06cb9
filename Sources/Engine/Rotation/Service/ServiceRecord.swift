package import EngineKernel

/// What the service writes down about itself once it listens. It stays when the service ends, so that the
/// next one listens on the same ports; whether one runs, the process tells.
package struct ServiceRecord: Hashable, Sendable, Codable {
  /// Its process.
  package let process: ProcessIdentity
  /// Its swop's version.
  package let version: String
  /// Where it listens.
  package let ports: ServicePorts
  /// Who looks after it.
  package let keeper: ServiceKeeper
  /// When it began to listen.
  package let startedAt: Date

  /// A record of its parts.
  package init(
    process: ProcessIdentity, version: String, ports: ServicePorts, keeper: ServiceKeeper,
    startedAt: Date
  ) {
    self.process = process
    self.version = version
    self.ports = ports
    self.keeper = keeper
    self.startedAt = startedAt
  }
}
