package import EngineCore

/// Everything outside that the service's control touches.
package struct ServiceParts: Sendable {
  /// Where everything lies.
  package var layout: SandboxLayout
  /// Files.
  package var files: any FileSystem
  /// Child processes.
  package var runner: any ProcessRunner
  /// Processes that outlive this one.
  package var background: any BackgroundProcesses
  /// How the proxy is asked.
  package var http: any HTTPTransport
  /// The clock.
  package var time: any TimeSource
  /// The environment of this process.
  package var environment: ProcessEnvironment
  /// The user's home folder.
  package var userHome: FilePath
  /// This swop's own file, nil if the system does not tell.
  package var program: FilePath?
  /// This swop's version.
  package var version: String

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
  package var log: FilePath { layout.log / "proxy.log" }

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
