package import Engine
package import EngineCore
import TUIKit

/// Everything that commands get from the world. `CompositionRoot` fills it with live things, tests with
/// things in memory.
package struct CLIEnvironment: Sendable {
  /// The command line without the program's name, byte for byte.
  package var arguments: [Argument]
  /// The environment of this process.
  package var variables: ProcessEnvironment
  /// The folder that the command was started in.
  package var folder: FilePath
  /// Where results go.
  package var output: TextSink
  /// Where messages for people go.
  package var errors: TextSink
  /// Where input comes from.
  package var input: TextSource
  /// Where secrets come from that are typed or handed over.
  package var secrets = SecretInput.none
  /// The size of the terminal, nil if there is none.
  package var terminalSize: @Sendable () -> (columns: Int, rows: Int)?
  /// The clock.
  package var time: any TimeSource
  /// The zone that times are shown in.
  package var timeZone: ClockZone
  /// Waits for Ctrl-C or another wish to end, true then; false when the waiting task is cancelled.
  package var waitForInterrupt: @Sendable () async -> Bool
  /// Child processes: the browser, the editor.
  package var processes: any ProcessRunner
  /// Files.
  package var files: any FileSystem
  /// The settings file, without any other part of the engine.
  package var settingsStore: @Sendable () throws -> SettingsStore
  /// Builds the engine; what it costs is paid only by commands that need it.
  package var makeFleet: @Sendable (Settings) async throws -> any FleetDoor
  /// Builds the search for codex, without any other part of the engine.
  package var makeCodexSearch: @Sendable () throws -> CodexSearch
  /// Builds the installer of codex, without any other part of the engine.
  package var makeInstaller: @Sendable () throws -> CodexInstaller
  /// Builds the doctor, which needs nothing to be in order.
  package var makeDoctor: @Sendable () throws -> Doctor
  /// The machine.
  package var machine: any MachineFacts
  /// The user's home folder, nil if there is none.
  package var userHome: @Sendable () -> FilePath? = { nil }
  /// Refuses a root that other users could change; what it mended on the way, one sentence each.
  package var requireSafeRoot: @Sendable () throws -> [String] = { [] }
  /// Mends what `requireSafeRoot` refuses as far as it is the user's own; true only says what it would mend.
  package var mendRoot: @Sendable (_ isTrial: Bool) -> DoctorReport = { _ in
    DoctorReport(checks: [.root], findings: [])
  }
  /// Opens the dashboard on this terminal, and returns its exit status when the user has left it.
  package var openDashboard: @Sendable (DashboardWish) async throws -> Int32

  /// An environment of its parts.
  package init(
    arguments: [Argument], variables: ProcessEnvironment, folder: FilePath, output: TextSink,
    errors: TextSink, input: TextSource,
    terminalSize: @escaping @Sendable () -> (columns: Int, rows: Int)?, time: any TimeSource,
    timeZone: ClockZone, waitForInterrupt: @escaping @Sendable () async -> Bool,
    processes: any ProcessRunner, files: any FileSystem,
    settingsStore: @escaping @Sendable () throws -> SettingsStore,
    makeFleet: @escaping @Sendable (Settings) async throws -> any FleetDoor,
    makeCodexSearch: @escaping @Sendable () throws -> CodexSearch,
    makeInstaller: @escaping @Sendable () throws -> CodexInstaller,
    makeDoctor: @escaping @Sendable () throws -> Doctor, machine: any MachineFacts,
    openDashboard: @escaping @Sendable (DashboardWish) async throws -> Int32 = { _ in
      throw TerminalError.notATerminal
    }
  ) {
    self.arguments = arguments
    self.variables = variables
    self.folder = folder
    self.output = output
    self.errors = errors
    self.input = input
    self.terminalSize = terminalSize
    self.time = time
    self.timeZone = timeZone
    self.waitForInterrupt = waitForInterrupt
    self.processes = processes
    self.files = files
    self.settingsStore = settingsStore
    self.makeFleet = makeFleet
    self.makeCodexSearch = makeCodexSearch
    self.makeInstaller = makeInstaller
    self.makeDoctor = makeDoctor
    self.machine = machine
    self.openDashboard = openDashboard
  }

  /// Whether lines can be drawn over on a terminal: it has to know more than printing.
  package func canRedraw(_ sink: TextSink) -> Bool {
    sink.isTerminal && variables.nonEmpty("TERM").map { $0 != "dumb" } ?? false
  }

  /// Whether a person can be asked something.
  package var canAsk: Bool { input.isTerminal && errors.isTerminal }
}
