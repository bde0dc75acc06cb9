package import EngineCore
import EngineProxy

/// Everything outside that the service's control touches.
package struct ServiceParts: Sendable {
  /// Where everything is.
  var layout: SandboxLayout
  /// Files.
  var files: any FileSystem
  /// Child processes.
  var runner: any ProcessRunner
  /// Processes that outlive this one.
  var background: any BackgroundProcesses
  /// How the proxy is asked.
  var http: any HTTPTransport
  /// The clock.
  var time: any TimeSource
  /// The environment of this process.
  var environment: ProcessEnvironment
  /// The user's home folder.
  var userHome: FilePath
  /// This swop's own file, nil if the system does not tell.
  var program: FilePath?
  /// This swop's version.
  var version: String

  /// Parts of a control.
  package init(
    layout: SandboxLayout, files: any FileSystem, runner: any ProcessRunner,
    background: any BackgroundProcesses, http: any HTTPTransport, time: any TimeSource,
    environment: ProcessEnvironment, userHome: FilePath, program: FilePath?,
    version: String
  ) {
    self.layout = layout
    self.files = files
    self.runner = runner
    self.background = background
    self.http = http
    self.time = time
    self.environment = environment
    self.userHome = userHome
    self.program = program
    self.version = version
  }

  /// What the service prints goes here.
  var log: FilePath { layout.log / "proxy.log" }

  /// What a service manager has to know.
  func unit(_ program: FilePath, port: UInt16?) -> ServiceUnit {
    ServiceUnit(
      program: program, root: layout.root, log: log, port: port, inherited: environment)
  }

  /// Whether this is the root that swop takes by itself.
  var isUsualRoot: Bool {
    let state = environment.nonEmpty("XDG_STATE_HOME").map { FilePath($0) / "swop" }
    return layout.root == state ?? userHome / ".swop"
  }
}

/// The two ports of a proxy on 127.0.0.1: codex needs two origins.
package struct ServicePorts: Hashable, Sendable, Codable {
  /// The origin of codex's model provider.
  let provider: UInt16
  /// The origin of everything else of the backend.
  let backend: UInt16

  /// Ports of a proxy.
  init(provider: UInt16, backend: UInt16) {
    self.provider = provider
    self.backend = backend
  }

  /// Any ports that are free.
  static let any = ServicePorts(provider: 0, backend: 0)

  /// The address of the proxy for people and other programs.
  package var url: String { "http://127.0.0.1:\(provider)" }

  /// The base of codex's model provider.
  package var providerURL: String { route.providerURL }

  /// The base of everything else.
  var backendURL: String { "http://127.0.0.1:\(backend)/backend-api" }

  /// How codex is pointed there.
  var route: ProxyRoute { ProxyRoute(url: url, backendURL: backendURL) }
}

extension ServicePorts {
  /// The ports of a proxy that listens.
  init(_ addresses: ProxyAddresses) {
    self.init(provider: addresses.responsesPort, backend: addresses.backendPort)
  }
}
