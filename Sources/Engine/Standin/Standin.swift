package import EngineCore

/// The stand-in of the ChatGPT backend and its sign-in server, shared by everyone who asks or looks.
package actor Standin {
  private struct Watcher {
    let condition: @Sendable (StandinState) -> Bool
    let continuation: CheckedContinuation<Bool, Never>
  }

  private var state: StandinState
  private let time: any TimeSource
  private var watchers: [Int: Watcher] = [:]
  private var lastWatcher = 0

  /// A stand-in with some accounts, set up now.
  package init(
    accounts: [StandinAccount] = [], settings: StandinSettings = StandinSettings(),
    time: any TimeSource
  ) {
    var state = StandinState(settings: settings)
    for account in accounts { state.add(account, at: time.now()) }
    self.state = state
    self.time = time
  }

  /// Looks at the state or changes it; the change gets the wall-clock time that the state's own
  /// functions want.
  package func update<Result: Sendable>(
    _ change: @Sendable (inout StandinState, Date) throws -> Result
  ) rethrows -> Result {
    defer { wakeWatchers() }
    return try change(&state, time.now())
  }

  /// Everything seen so far, oldest first.
  var entries: [LogEntry] { state.entries }

  /// The sums over it.
  var counters: StandinCounters { state.counters }

  /// Adds a line to an account's script, or to the common one for nil.
  ///
  /// - Returns: false if there is no such account.
  @discardableResult
  package func script(_ behaviour: Behaviour, for name: String?) -> Bool {
    state.script(behaviour, for: name)
  }

  /// Signs an account in without a flow.
  ///
  /// - Returns: its tokens, nil if there is no such account.
  package func signIn(_ name: String, lifetimeSeconds: Double? = nil) -> TokenSet? {
    state.signIn(name, lifetimeSeconds: lifetimeSeconds, at: time.now())
  }

  /// The date by the stand-in's clock, as a header says it.
  var dateText: String { HTTPDate.text(time.now() + state.settings.clockOffsetSeconds) }

  /// Judges a request.
  func receive(_ request: StandinRequest) -> StandinState.Exchange {
    defer { wakeWatchers() }
    return state.receive(request, at: time.now())
  }

  /// Notes how a request ended; a later word replaces an earlier one.
  func end(_ exchange: StandinState.Exchange, as ending: LogEntry.Ending) {
    state.end(exchange, as: ending)
    wakeWatchers()
  }

  /// Waits until a condition holds: for tests that must see a request arrive or end.
  ///
  /// - Returns: false if the limit passed first.
  func wait(
    limit: Duration = .seconds(20), until condition: @escaping @Sendable (StandinState) -> Bool
  ) async -> Bool {
    if condition(state) { return true }
    lastWatcher += 1
    let id = lastWatcher
    // The wait itself owns this task and ends it.
    let alarm = Task(name: "stand-in wait") { [time] in
      try await time.sleep(for: limit)
      self.giveUp(id)
    }
    defer { alarm.cancel() }
    return await withCheckedContinuation {
      watchers[id] = Watcher(condition: condition, continuation: $0)
    }
  }

  private func giveUp(_ id: Int) {
    watchers.removeValue(forKey: id)?.continuation.resume(returning: false)
  }

  private func wakeWatchers() {
    for (id, watcher) in watchers where watcher.condition(state) {
      watchers[id] = nil
      watcher.continuation.resume(returning: true)
    }
  }
}

/// How the stand-in behaves beyond single accounts.
package struct StandinSettings: Hashable, Sendable {
  /// How long a bearer lives.
  package var tokenLifetimeSeconds: Double
  /// A device code approves itself at this poll, counted from 1; nil to wait for a decision.
  package var approvesDeviceAtPoll: Int?
  /// The seconds between polls that the device flow asks for.
  var deviceIntervalSeconds: Int
  /// The account that signs in next, by name; nil for the first one.
  package var approver: String?
  /// Whether every sign-in is denied.
  var deniesSignIn: Bool
  /// Whether the device flow is offered.
  var offersDeviceFlow: Bool
  /// Whether turns are offered over WebSocket; else an upgrade gets 426.
  var offersWebSocket: Bool
  /// Whether a refresh token used twice kills its whole grant.
  var reuseRevokesGrant: Bool
  /// Added to the wall clock, in seconds.
  var clockOffsetSeconds: Double

  /// Tokens of ten days, and sign-ins that succeed at the first poll.
  package init() {
    tokenLifetimeSeconds = 864_000
    approvesDeviceAtPoll = 1
    deviceIntervalSeconds = 1
    approver = nil
    deniesSignIn = false
    offersDeviceFlow = true
    offersWebSocket = false
    reuseRevokesGrant = false
    clockOffsetSeconds = 0
  }
}

extension StandinSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case approver
    case tokenLifetimeSeconds = "token_lifetime_seconds"
    case approvesDeviceAtPoll = "approves_device_at_poll"
    case deviceIntervalSeconds = "device_interval_seconds"
    case deniesSignIn = "denies_sign_in"
    case offersDeviceFlow = "offers_device_flow"
    case offersWebSocket = "offers_web_socket"
    case reuseRevokesGrant = "reuse_revokes_grant"
    case clockOffsetSeconds = "clock_offset_seconds"
  }
}
