package import EngineCore

/// Everything a Fleet is built from.
package struct FleetConfiguration: Sendable {
  /// Everything that is kept in the state database.
  package typealias State = ReadingStore & ConditionStore & RunStore & EventStore & ChoiceStore
    & ValueCache & RotationStore & ClientTokenStore & ProjectStore & NoticeStore & SentTokenStore
  /// Codex's own databases of conversations.
  package typealias Threads = ThreadIndex & ThreadCatalogue

  /// The folder that holds everything of swop's.
  var root: FilePath
  /// The user's home folder.
  var userHome: FilePath
  /// The environment swop itself was started with.
  var environment: ProcessEnvironment
  /// The folder swop was started in.
  var directory: FilePath
  /// The user's settings, every source considered.
  var settings: Settings
  /// The same as they change later.
  var settingsSource: any SettingsSource
  /// Where the servers are.
  var addresses: ServiceAddresses
  /// This program's own file, so that it is never taken for codex.
  var ownExecutable: FilePath?
  /// This program's version.
  var version: String
  /// The time zone in which moments are told to people.
  var timeZone: ClockZone
  /// Files.
  var files: any FileSystem
  /// The clock.
  var time: any TimeSource
  /// Randomness.
  var random: any RandomSource
  /// Child processes.
  var processes: any ProcessRunner
  /// Processes that outlive this one.
  var background: any BackgroundProcesses
  /// Keeps Ctrl-C away from what must not be cut in two.
  var shield: any InterruptShield
  /// HTTP out; nothing is loaded before the first request.
  var http: any HTTPTransport
  /// The state database.
  var state: any State
  /// Who is told of what happens beside the state database: the log.
  var log: any EventSink
  /// Seals and opens exports; nothing is loaded before the first one.
  var sealer: any PassphraseSealer
  /// Codex's own databases of conversations.
  var threads: any Threads
  /// Hands memory that is free back to the system.
  var giveBackMemory: @Sendable () -> Void

  /// A configuration of its parts.
  package init(
    root: FilePath, userHome: FilePath, environment: ProcessEnvironment, directory: FilePath,
    settings: Settings, settingsSource: (any SettingsSource)? = nil, addresses: ServiceAddresses,
    ownExecutable: FilePath?, version: String,
    timeZone: ClockZone, files: any FileSystem, time: any TimeSource, random: any RandomSource,
    processes: any ProcessRunner,
    background: any BackgroundProcesses = NoBackgroundProcesses(),
    shield: any InterruptShield = NoShield(),
    http: any HTTPTransport, state: any State,
    log: any EventSink, threads: any Threads, sealer: any PassphraseSealer = NoSealer(),
    giveBackMemory: @escaping @Sendable () -> Void = {}
  ) {
    self.root = root
    self.userHome = userHome
    self.environment = environment
    self.directory = directory
    self.settings = settings
    self.settingsSource = settingsSource ?? FixedSettings(settings)
    self.addresses = addresses
    self.ownExecutable = ownExecutable
    self.version = version
    self.timeZone = timeZone
    self.files = files
    self.time = time
    self.random = random
    self.processes = processes
    self.background = background
    self.shield = shield
    self.http = http
    self.state = state
    self.log = log
    self.threads = threads
    self.sealer = sealer
    self.giveBackMemory = giveBackMemory
  }
}

extension FleetConfiguration {
  /// How far an account's sandbox is kept apart: its own wish, then the settings'.
  func mode(of account: Account) -> IsolationMode {
    account.isolation ?? settings.account(account.key).isolation ?? settings.isolation
  }
}

/// Tells everyone of every event, in order.
struct EventTee: EventSink {
  private let sinks: [any EventSink]

  /// Tells these.
  init(_ sinks: any EventSink...) {
    self.sinks = sinks
  }

  func record(_ event: EngineEvent) {
    for sink in sinks { sink.record(event) }
  }
}

/// Where ChatGPT and its sign-in are reached (spec: environment). Tests, the demo and a self-hosted
/// relay point swop elsewhere by two variables.
package struct ServiceAddresses: Hashable, Sendable {
  /// The value of `SWOP_CHATGPT_BASE_URL` without a trailing slash, nil when it is not set.
  package let chatGPTOverride: String?
  /// The value of `SWOP_AUTH_BASE_URL` without a trailing slash, nil when it is not set.
  let authOverride: String?

  /// Reads and checks both variables; an empty one counts as unset.
  ///
  /// - Throws: `AddressError` for an address that is not https, nor plain http on loopback.
  package init(environment: ProcessEnvironment) throws(AddressError) {
    chatGPTOverride = try Self.checked("SWOP_CHATGPT_BASE_URL", environment)
    authOverride = try Self.checked("SWOP_AUTH_BASE_URL", environment)
  }

  private static func checked(
    _ name: String, _ environment: ProcessEnvironment
  ) throws(AddressError) -> String? {
    guard var value = environment.nonEmpty(name) else { return nil }
    while value.hasSuffix("/") { value.removeLast() }
    let isSecure = value.lowercased().hasPrefix("https://")
    guard isSecure || LoopbackAddress(value)?.isPlain == true else {
      throw AddressError(variable: name)
    }
    return value
  }
}

/// A variable that should hold a server's address does not. The value is not shown: an address may
/// hold a password.
package struct AddressError: EngineError, Hashable {
  /// The variable.
  let variable: String

  package var code: String { "bad_address" }
  package var outcome: FailureOutcome { .usage }
  package var message: String {
    "The environment variable \(variable) holds no https address, nor plain http on this machine."
  }
  package var remedy: String? {
    "Set it to an address such as http://127.0.0.1:8765, or unset it: unset \(variable)"
  }
}
