package import EngineCore

/// What the service writes down about itself once it listens. It stays when the service ends, so that the
/// next one listens on the same ports; whether one runs, the process tells.
package struct ServiceRecord: Hashable, Sendable, Codable {
  /// Its process.
  package let process: ProcessIdentity
  /// Its swop's version.
  package let version: String
  /// Its swop's file, nil if the system does not tell.
  package let program: FilePath?
  /// Where it listens.
  package let ports: ServicePorts
  /// Who looks after it.
  package let keeper: ServiceKeeper
  /// When it began to listen.
  package let startedAt: Date

  /// A record of its parts.
  package init(
    process: ProcessIdentity, version: String, program: FilePath?, ports: ServicePorts,
    keeper: ServiceKeeper, startedAt: Date
  ) {
    self.process = process
    self.version = version
    self.program = program
    self.ports = ports
    self.keeper = keeper
    self.startedAt = startedAt
  }
}
