import Engine
import EngineCore
import EnginePlatform
import TUIKit

/// Everything that commands get from the world. `CompositionRoot` fills it with live things, tests with
/// things in memory.
struct CLIEnvironment: Sendable {
  /// The command line without the program's name, byte for byte.
  var arguments: [Argument]
  /// The environment of this process.
  var variables: ProcessEnvironment
  /// The folder that the command was started in.
  var folder: FilePath
  /// Where results go.
  var output: TextSink
  /// Where messages for people go.
  var errors: TextSink
  /// Where input comes from.
  var input: TextSource
  /// Where secrets come from that are typed or handed over.
  var secrets = SecretInput.none
  /// The size of the terminal, nil if there is none.
  var terminalSize: @Sendable () -> (columns: Int, rows: Int)?
  /// The clock.
  var time: any TimeSource
  /// The zone that times are shown in.
  var timeZone: ClockZone
  /// Waits for Ctrl-C or another wish to end, true then; false when the waiting task is cancelled.
  var waitForInterrupt: @Sendable () async -> Bool
  /// Child processes: the browser, the editor.
  var processes: any ProcessRunner
  /// Files.
  var files: any FileSystem
  /// The settings file, without any other part of the engine.
  var settingsStore: @Sendable () throws -> SettingsStore
  /// Builds the engine; what it costs is paid only by commands that need it.
  var makeFleet: @Sendable (Settings) async throws -> any FleetDoor
  /// Builds the search for codex, without any other part of the engine.
  var makeCodexSearch: @Sendable () throws -> CodexSearch
  /// Builds the installer of codex, without any other part of the engine.
  var makeInstaller: @Sendable () throws -> CodexInstaller
  /// Builds the doctor, which needs nothing to be in order.
  var makeDoctor: @Sendable () throws -> Doctor
  /// The machine.
  var machine: any MachineFacts
  /// The user's home folder, nil if there is none.
  var userHome: @Sendable () -> FilePath? = { nil }
  /// Refuses a root that other users could change; what it mended on the way, one sentence each.
  var requireSafeRoot: @Sendable () throws -> [String] = { [] }
  /// Mends what `requireSafeRoot` refuses as far as it is the user's own; true only says what it would mend.
  var mendRoot: @Sendable (_ isTrial: Bool) -> DoctorReport = { _ in
    DoctorReport(checks: [.root], findings: [])
  }
  /// Opens the dashboard on this terminal, and returns its exit status when the user has left it.
  var openDashboard: @Sendable (DashboardWish) async throws -> Int32

  /// An environment of its parts.
  init(
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
  func canRedraw(_ sink: TextSink) -> Bool {
    sink.isTerminal && variables.nonEmpty("TERM").map { $0 != "dumb" } ?? false
  }

  /// Whether a person can be asked something.
  var canAsk: Bool { input.isTerminal && errors.isTerminal }
}

/// A place that text is written to.
struct TextSink: Sendable {
  /// Whether a person reads it as it comes.
  let isTerminal: Bool
  /// Writes text as it is.
  let write: @Sendable (String) -> Void
  /// Why text was lost, nil while all of it arrived. The first cause stays.
  let failure: @Sendable () -> OutputError?

  /// A place of its parts; one without `failure` never loses anything.
  init(
    isTerminal: Bool, write: @escaping @Sendable (String) -> Void,
    failure: @escaping @Sendable () -> OutputError? = { nil }
  ) {
    self.isTerminal = isTerminal
    self.write = write
    self.failure = failure
  }
}

/// A place that input comes from.
struct TextSource: Sendable {
  /// Whether a person types it.
  let isTerminal: Bool
  /// Everything up to its end; nil if that is more than the limit in bytes, or cannot be read.
  let readAll: @Sendable (_ limit: Int) -> [UInt8]?
  /// The next line without its end; nil at the end.
  let readLine: @Sendable () -> String?

  /// The same without keeping a thread of the pool; nil also when the waiting task is cancelled.
  let nextLine: @Sendable () async -> String?

  /// A place of its parts; without `nextLine`, lines are there at once.
  init(
    isTerminal: Bool, readAll: @escaping @Sendable (_ limit: Int) -> [UInt8]?,
    readLine: @escaping @Sendable () -> String?,
    nextLine: (@Sendable () async -> String?)? = nil
  ) {
    self.nextLine = nextLine ?? { readLine() }
    self.isTerminal = isTerminal
    self.readAll = readAll
    self.readLine = readLine
  }
}

/// Where secrets come from that people type or scripts hand over. None comes by the command line or the
/// environment, where other programs see it.
struct SecretInput: Sendable {
  /// What is typed, without being shown, as the answer to a question that it asks; nil at the end of the
  /// input.
  var answer: @Sendable (_ question: String) -> Redacted<String>?
  /// The first line of an open file, by its number.
  var lineOfDescriptor: @Sendable (Int32) -> Redacted<String>?

  /// Nothing is typed and nothing is handed over.
  static let none = SecretInput(answer: { _ in nil }, lineOfDescriptor: { _ in nil })
}

/// The settings of the file and of this process's variables.
struct WatchedSettings: SettingsSource {
  let store: SettingsStore
  let variables: ProcessEnvironment
  let files: any FileSystem
  /// The user's home folder.
  let home: FilePath

  func now() throws(SettingsError) -> Settings {
    try SettingsResolution(file: store.load(), environment: variables, home: home).settings
  }

  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    // Someone may keep the file elsewhere and link it here.
    let places = [store.path, try? files.resolve(store.path)].compactMap(\.self)
    let watch = FolderWatch(
      places.map(\.parent), names: Set(places.map(\.name)), changed: changed)
    return { watch?.stop() }
  }
}
