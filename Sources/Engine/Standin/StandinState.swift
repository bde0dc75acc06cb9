package import EngineCore

/// Everything the stand-in knows, and what it makes of a request: no sockets, no clock of its own.
package struct StandinState: Sendable {
  /// How it behaves beyond single accounts.
  package var settings: StandinSettings
  var records: [String: AccountRecord] = [:]
  /// The accounts' names in the order they were added.
  private(set) var order: [String] = []
  /// The script for every account and for requests that belong to none.
  var commonScript: [Behaviour] = []
  var tokens = TokenBook()
  var signIns = SignInBook()
  var log = RequestLog()

  /// A stand-in without accounts.
  init(settings: StandinSettings = StandinSettings()) {
    self.settings = settings
  }

  /// What became of a request: its number in the log, 0 for the admin's own, and what to answer.
  struct Exchange: Sendable {
    /// The number in the log.
    let number: Int
    /// What it asks for.
    let endpoint: Endpoint
    /// What to answer.
    let answer: StandinAnswer
  }

  /// Judges a request that arrived at `wallTime`.
  mutating func receive(_ request: StandinRequest, at wallTime: Date) -> Exchange {
    let now = now(at: wallTime)
    for name in records.keys { records[name]?.roll(to: now) }
    let endpoint = request.endpoint
    guard endpoint != .admin else {
      return Exchange(number: 0, endpoint: endpoint, answer: administer(request, at: wallTime))
    }
    let number = log.arrive(request, at: now)
    var visit = Visit(request: request, number: number, now: now)
    identify(&visit)
    var answer = answer(to: visit)
    answer.headers.append(HTTPField("x-request-id", "standin-\(number)"))
    log.note(number) { $0.status = answer.status }
    return Exchange(number: number, endpoint: endpoint, answer: answer)
  }

  /// Notes how a request ended; a later word replaces an earlier one.
  mutating func end(_ exchange: Exchange, as ending: LogEntry.Ending) {
    guard exchange.endpoint != .admin else { return }
    log.end(exchange.number, as: ending)
  }

  /// The stand-in's time when the wall clock shows `wallTime`.
  func now(at wallTime: Date) -> Date {
    wallTime.addingTimeInterval(settings.clockOffsetSeconds)
  }

  /// Everything seen so far, oldest first.
  var entries: [LogEntry] { log.entries }

  /// The sums over it.
  var counters: StandinCounters {
    var counters = log.counters
    counters.refreshTokenUses = tokens.presentations
    return counters
  }

  /// Every token that was ever handed out, for tests that look for places where one must not be.
  var everyToken: Redacted<[String]> { tokens.issued }

  /// Forgets what was seen; accounts and tokens stay.
  mutating func clearLog() { log.clear() }

  /// Starts over: no accounts, no tokens, no log.
  mutating func reset() {
    log.clear()
    let log = log
    self = StandinState()
    self.log = log
  }
}

// MARK: - Accounts

extension StandinState {
  /// Adds an account, or sets one up again; tokens it has been given keep working.
  package mutating func add(_ account: StandinAccount, at wallTime: Date) {
    if records[account.name] == nil { order.append(account.name) }
    records[account.name] = AccountRecord(account, at: now(at: wallTime))
  }

  /// Takes an account away; its tokens are unknown from then on.
  ///
  /// - Returns: false if there is none of this name.
  mutating func remove(_ name: String) -> Bool {
    order.removeAll { $0 == name }
    return records.removeValue(forKey: name) != nil
  }

  /// An account as it was set up, nil if there is none of this name.
  package func account(_ name: String) -> StandinAccount? { records[name]?.account }

  /// The accounts' names in the order they were added.
  var accountNames: [String] { order }

  /// Adds a line to an account's script, or to the common one for nil.
  ///
  /// - Returns: false if there is no such account.
  mutating func script(_ behaviour: Behaviour, for name: String?) -> Bool {
    guard let name else {
      commonScript.append(behaviour)
      return true
    }
    records[name]?.script.append(behaviour)
    return records[name] != nil
  }

  /// Empties an account's script, or the common one for nil.
  ///
  /// - Returns: false if there is no such account.
  mutating func clearScript(for name: String?) -> Bool {
    guard let name else {
      commonScript = []
      return true
    }
    records[name]?.script = []
    return records[name] != nil
  }

  /// Signs an account in without a flow and hands out its tokens; of an account whose sign-in is dead
  /// they are dead already.
  ///
  /// - Returns: nil if there is no such account.
  mutating func signIn(
    _ name: String, lifetimeSeconds: Double? = nil, at wallTime: Date
  ) -> TokenSet? {
    guard let account = records[name]?.account else { return nil }
    return tokens.issue(
      for: account, lifetime: lifetimeSeconds ?? settings.tokenLifetimeSeconds,
      now: now(at: wallTime))
  }

  /// A personal access token of an account, as a person makes one in the browser.
  ///
  /// - Returns: nil if there is no such account.
  mutating func accessToken(of name: String) -> Redacted<String>? {
    records[name].map { tokens.issueAccessToken(for: $0.account) }
  }

  /// Refuses the bearers of an account that are out now; a refresh brings a good one.
  mutating func revokeBearers(of name: String) { tokens.revokeBearers(of: name) }

  /// Kills the sign-in of an account: bearers and refresh tokens that are out now are refused.
  package mutating func signOut(_ name: String, code: String = "refresh_token_invalidated") {
    records[name]?.account.isSignedOut = true
    tokens.revokeBearers(of: name)
    tokens.killRefreshTokens(of: name, code: code)
  }

  /// Makes good what an account is given from now on, as a sign-in of a person does.
  package mutating func welcome(_ name: String) { records[name]?.account.isSignedOut = false }
}

extension StandinState {
  /// Takes percent from every main window of an account, as so many turns would; below zero gives back.
  package mutating func use(_ percent: Double, by name: String, at wallTime: Date) {
    let moment = now(at: wallTime)
    records[name]?.roll(to: moment)
    records[name]?.spend(percent, at: moment)
  }
}

extension StandinState {
  /// The answer that a fault makes of a request.
  mutating func answer(to visit: Visit, with fault: Fault) -> StandinAnswer {
    switch fault {
    case .normal: return normalAnswer(to: visit)
    case .status(let status, let body):
      guard let body else {
        return .failure(status, code: "scripted", message: "The script says \(status).")
      }
      return .text(body, type: "application/json", status: status)
    case .unauthorized: return Self.answer(to: .revoked)
    case .usageLimit(let seconds): return scriptedLimit(visit, seconds: seconds)
    case .slowDown(let seconds):
      return .failure(
        429, code: "rate_limit_exceeded", message: "Too many requests.",
        headers: seconds.map { [HTTPField("retry-after", "\($0)")] } ?? [])
    case .hang: return StandinAnswer(504, beforeHead: [.hang])
    case .drop: return StandinAnswer(502, beforeHead: [.cut])
    case .delay(let milliseconds):
      var answer = normalAnswer(to: visit)
      answer.beforeHead = [.pause(milliseconds: milliseconds)]
      return answer
    case .drip, .stall, .cut: return shapedAnswer(to: visit, fault)
    case .failureEvent(let code):
      return EventStream.failure(
        code, id: visit.responseID, plan: plan(of: visit),
        resetsAt: visit.now.addingTimeInterval(3_600))
    case .malformed:
      return visit.endpoint == .responses
        ? EventStream.nonsense : .text("{\"plan_type\": \"pl", type: "application/json")
    case .huge(let bytes):
      return StandinAnswer(
        200, headers: [HTTPField("content-type", "application/json")],
        body: [.bytes(Data(repeating: UInt8(ascii: " "), count: max(0, bytes)))])
    case .refreshRefused(let code):
      return .failure(401, code: code, message: "The refresh token is not accepted.")
    }
  }

  private mutating func shapedAnswer(to visit: Visit, _ fault: Fault) -> StandinAnswer {
    let shape = ReplyShape(fault) ?? ReplyShape()
    var answer = normalAnswer(to: visit, shape: shape)
    let isStream = visit.endpoint == .responses && answer.status == 200
    if !isStream { answer.body = shape.steps(of: answer.bodyData) }
    return answer
  }

  private func scriptedLimit(_ visit: Visit, seconds: Int) -> StandinAnswer {
    let account = visit.account.flatMap { records[$0] }
    let record = account ?? AccountRecord(StandinAccount("nobody"), at: visit.now)
    return Self.usageLimit(
      record, resetsAt: visit.now.addingTimeInterval(Double(seconds)), now: visit.now)
  }

  private func plan(of visit: Visit) -> String {
    visit.account.flatMap { records[$0]?.account.plan } ?? "plus"
  }
}
