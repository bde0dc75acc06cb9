package import EngineCore

/// What doctor needs of the world. Nothing in it has to work: that is what doctor finds out.
package struct DoctorSurroundings: Sendable {
  /// What of the state database doctor reads and mends.
  package typealias State = ConditionStore & RunStore & EventStore & ChoiceStore

  /// Where everything is.
  var layout: SandboxLayout
  /// The disk.
  var files: any FileSystem
  /// Child processes, and those of others.
  var processes: any ProcessRunner
  /// The clock.
  var time: any TimeSource
  /// Randomness.
  var random: any RandomSource
  /// The machine.
  var machine: any MachineFacts
  /// The environment of this process.
  var environment: ProcessEnvironment
  /// The settings file.
  var settings: SettingsStore
  /// Opens the state database; called only if its file is there.
  var openState: @Sendable () throws -> any State
  /// Reads every page of a database; throws if it is damaged.
  var checkDatabase: @Sendable (FilePath) throws(StoreError) -> Void
  /// Saves what can be read of a state database that was set aside (first) into a new one (second).
  var salvageState: @Sendable (FilePath, FilePath) throws -> Int
  /// How many rows of the state database are dated after a moment; called only if its file is there.
  var rowsDatedAhead: @Sendable (Date) throws -> Int
  /// Drops them, or gives them this date.
  var mendRowsDatedAhead: @Sendable (Date) throws -> Void
  /// Codex's own databases of conversations.
  var threads: any ThreadIndex & ThreadCatalogue
  /// Finds codex.
  var search: CodexSearch
  /// Network, for the clock only.
  var http: any HTTPTransport
  /// The server whose clock is believed.
  var clockAddress: String
  /// This program's own file, nil if unknown.
  var ownExecutable: FilePath?
  /// Whether standard output is a terminal.
  var isOnTerminal: Bool
  /// What is wrong with the themes and keys of the dashboard, which the engine does not know.
  var dashboardFaults: @Sendable () -> [ErrorReport]
  /// Why the machine's service manager starts the proxy no more, one clause; nil if it does not say so.
  var proxySurrender: @Sendable () async -> String?
  /// Settles what crashes of runs left beside sign-ins, as the next command on each account does.
  var settleSignIns: @Sendable () async throws -> Void
  /// The port to which the desktop app is bound while another program listens there; nil if none does.
  var foreignPort: @Sendable () async -> UInt16?
  /// The accounts that codex's configuration excludes in the current folder, a report each.
  var exclusions: @Sendable () async throws -> [ErrorReport]

  /// Surroundings of their parts.
  package init(
    layout: SandboxLayout, files: any FileSystem, processes: any ProcessRunner,
    time: any TimeSource, random: any RandomSource, machine: any MachineFacts,
    environment: ProcessEnvironment, settings: SettingsStore,
    openState: @escaping @Sendable () throws -> any State,
    checkDatabase: @escaping @Sendable (FilePath) throws(StoreError) -> Void,
    salvageState: @escaping @Sendable (FilePath, FilePath) throws -> Int = { _, _ in 0 },
    rowsDatedAhead: @escaping @Sendable (Date) throws -> Int = { _ in 0 },
    mendRowsDatedAhead: @escaping @Sendable (Date) throws -> Void = { _ in },
    threads: any ThreadIndex & ThreadCatalogue, search: CodexSearch, http: any HTTPTransport,
    clockAddress: String, ownExecutable: FilePath?, isOnTerminal: Bool,
    dashboardFaults: @escaping @Sendable () -> [ErrorReport] = { [] },
    proxySurrender: @escaping @Sendable () async -> String? = { nil },
    settleSignIns: @escaping @Sendable () async throws -> Void = {},
    foreignPort: @escaping @Sendable () async -> UInt16? = { nil },
    exclusions: @escaping @Sendable () async throws -> [ErrorReport] = { [] }
  ) {
    self.layout = layout
    self.files = files
    self.processes = processes
    self.time = time
    self.random = random
    self.machine = machine
    self.environment = environment
    self.settings = settings
    self.openState = openState
    self.checkDatabase = checkDatabase
    self.salvageState = salvageState
    self.rowsDatedAhead = rowsDatedAhead
    self.mendRowsDatedAhead = mendRowsDatedAhead
    self.threads = threads
    self.search = search
    self.http = http
    self.clockAddress = clockAddress
    self.ownExecutable = ownExecutable
    self.isOnTerminal = isOnTerminal
    self.dashboardFaults = dashboardFaults
    self.proxySurrender = proxySurrender
    self.settleSignIns = settleSignIns
    self.foreignPort = foreignPort
    self.exclusions = exclusions
  }
}
