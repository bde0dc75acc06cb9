package import EngineKernel

/// What holds for all requests of a client.
package struct ClientSettings: Hashable, Sendable {
  /// How many HTTP/2 connections are opened to one server; more streams share them.
  package var sharedConnectionLimit = 8
  /// How many idle connections are kept.
  package var keptConnectionLimit = 512
  /// How long an idle connection is used again, in whole seconds; below what servers allow, or requests
  /// meet closed connections.
  package var idleLimit: Duration = .seconds(55)
  /// A file of trusted certificates instead of the system's.
  package var trustedCertificates: FilePath?

  /// The usual settings.
  package init() {}
}
