package import EngineCore

/// What a service manager has to know of the proxy.
package struct ServiceUnit: Hashable, Sendable {
  /// This swop's program.
  package let program: FilePath
  /// The root it serves.
  package let root: FilePath
  /// The file of its log.
  package let log: FilePath
  /// The first of its two ports, nil for those of last time.
  package let port: UInt16?
  /// What it needs of the environment: addresses, proxies and certificates.
  package let environment: ProcessEnvironment

  /// A unit of its parts; of `inherited` only what the service needs is taken.
  package init(
    program: FilePath, root: FilePath, log: FilePath, port: UInt16? = nil,
    inherited: ProcessEnvironment
  ) {
    self.program = program
    self.root = root
    self.log = log
    self.port = port
    var environment = ProcessEnvironment()
    for name in Self.taken { environment[name] = inherited.nonEmpty(name) }
    environment["SWOP_ROOT"] = root.text
    self.environment = environment
  }

  /// Its name: one for each root.
  package func name(isUsualRoot: Bool) -> String {
    isUsualRoot ? "swop-proxy" : "swop-proxy-" + StableName.of(root.text)
  }

  /// The words that start it, without the program.
  package func words(_ keeper: ServiceKeeper) -> [String] {
    ["proxy", "run", "--keeper", keeper.rawValue] + (port.map { ["--port", "\($0)"] } ?? [])
  }

  /// What is handed on; nothing in it is secret but what a person put into a proxy's address.
  private static let taken = [
    "HOME", "PATH", "LANG", "TZ", "XDG_STATE_HOME", "SWOP_CHATGPT_BASE_URL", "SWOP_AUTH_BASE_URL",
    "SWOP_CODEX_BIN", "SWOP_ISOLATION_MODE", "SWOP_LOG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE",
    "CODEX_CA_CERTIFICATE",
  ]
}
