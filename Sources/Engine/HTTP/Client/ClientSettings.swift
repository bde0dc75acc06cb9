package import EngineCore

/// What holds for all requests of a client.
package struct ClientSettings: Hashable, Sendable {
  /// How many HTTP/2 connections are opened to one server; more streams share them.
  package var sharedConnectionLimit = 8
  /// How many idle connections are kept.
  package var keptConnectionLimit = 512
  /// How long an idle connection is used again, in whole seconds; below what servers allow, or requests
  /// meet closed connections.
  package var idleLimit: Duration = .seconds(55)
  /// A file of trusted certificates instead of the system's; libcurl still looks into the system's folder
  /// of them, where there is one.
  package var trustedCertificates: FilePath?

  /// The usual settings.
  package init() {}

  /// The usual settings with the certificates that `environment` names, as codex takes them: of
  /// `CODEX_CA_CERTIFICATE`, else of `SSL_CERT_FILE`.
  package init(environment: ProcessEnvironment) {
    let names = ["CODEX_CA_CERTIFICATE", "SSL_CERT_FILE"]
    trustedCertificates = names.lazy.compactMap(environment.nonEmpty).first.map { FilePath($0) }
  }
}
