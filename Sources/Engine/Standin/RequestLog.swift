import EngineCore

/// The requests seen, those still open, and the sums over them.
struct RequestLog: Sendable {
  private(set) var entries: [LogEntry] = []
  var counters = StandinCounters()
  /// The requests that have not ended, by number.
  private var open: [Int: Endpoint] = [:]
  private var numbers = 0
  /// The number of the oldest entry kept, minus 1; a reset moves it.
  private var forgotten = 0

  /// Notes a request's arrival.
  ///
  /// - Returns: its number.
  mutating func arrive(_ request: StandinRequest, at time: Date) -> Int {
    let endpoint = request.endpoint
    numbers += 1
    open[numbers] = endpoint
    let now = open.values.count { $0 == endpoint }
    counters.requests[endpoint.rawValue, default: 0] += 1
    counters.mostOpen[endpoint.rawValue] = max(now, counters.mostOpen[endpoint.rawValue] ?? 0)
    entries.append(LogEntry(request, number: numbers, time: time, openRequests: now))
    return numbers
  }

  /// Changes the entry of a request; nothing happens if it was forgotten.
  mutating func note(_ number: Int, _ change: (inout LogEntry) -> Void) {
    let index = number - forgotten - 1
    if entries.indices.contains(index) { change(&entries[index]) }
  }

  /// Notes how a request ended; a later word replaces an earlier one.
  mutating func end(_ number: Int, as ending: LogEntry.Ending) {
    open[number] = nil
    note(number) { $0.ending = ending }
  }

  /// Forgets what was seen; requests that are open stay counted as open.
  mutating func clear() {
    entries = []
    counters = StandinCounters()
    forgotten = numbers
  }
}

/// One request as the stand-in saw it. It never holds a token, a code or a body.
struct LogEntry: Hashable, Sendable, Codable {
  /// How an exchange ended.
  enum Ending: String, Hashable, Sendable, Codable {
    /// The answer went out whole.
    case complete
    /// The stand-in closed the connection, as its script wanted.
    case cut
    /// The client left before the end.
    case clientLeft = "client_left"
  }

  /// Its number, from 1, in the order of arrival.
  let number: Int
  /// When it arrived, by the stand-in's clock.
  let time: Date
  /// The method.
  let method: String
  /// The path without the query, which may hold codes.
  let path: String
  /// What the path asks for.
  let endpoint: Endpoint
  /// The address it was sent to, from the Host field.
  let host: String?
  /// The account that the bearer, the refresh token or the code belongs to, by name.
  var account: String?
  /// The first digits of the hash of the bearer; of the refresh token at `oauth/token`.
  var tokenHash: String?
  /// `chatgpt-account-id`.
  let accountID: String?
  /// `originator`.
  let originator: String?
  /// `user-agent`.
  let userAgent: String?
  /// `session-id`.
  let sessionID: String?
  /// `thread-id`.
  let threadID: String?
  /// `x-codex-turn-state`, which the stand-in makes of the account's name.
  let turnState: String?
  /// `x-openai-account-routing-override`.
  let routingOverride: String?
  /// `content-encoding`.
  let contentEncoding: String?
  /// The body's length as it came, in bytes.
  let bodyBytes: Int
  /// Whether it asked for WebSocket.
  let isUpgrade: Bool
  /// How many requests of the same endpoint were open when it arrived, this one included.
  let openRequests: Int
  /// The script's word, nil if no script spoke.
  var fault: String?
  /// The status answered; of a request that is never answered, the one that was planned.
  var status: Int
  /// How it ended, nil while it is open.
  var ending: Ending?

  /// The entry of a request at its arrival.
  init(_ request: StandinRequest, number: Int, time: Date, openRequests: Int) {
    self.number = number
    self.time = time
    self.openRequests = openRequests
    method = request.method
    path = request.path
    endpoint = request.endpoint
    host = request.header("host")
    accountID = request.header("chatgpt-account-id")
    originator = request.header("originator")
    userAgent = request.header("user-agent")
    sessionID = request.header("session-id")
    threadID = request.header("thread-id")
    turnState = request.header("x-codex-turn-state")
    routingOverride = request.header("x-openai-account-routing-override")
    contentEncoding = request.header("content-encoding")
    bodyBytes = request.bodyBytes
    isUpgrade = request.isUpgrade
    status = 0
  }

  private enum CodingKeys: String, CodingKey {
    case number, time, method, path, endpoint, host, account, originator, fault, status, ending
    case tokenHash = "token_hash"
    case accountID = "account_id"
    case userAgent = "user_agent"
    case sessionID = "session_id"
    case threadID = "thread_id"
    case turnState = "turn_state"
    case routingOverride = "routing_override"
    case contentEncoding = "content_encoding"
    case bodyBytes = "body_bytes"
    case isUpgrade = "upgrade"
    case openRequests = "open_requests"
  }
}

/// Sums over everything the stand-in has seen since its start or its last reset.
struct StandinCounters: Hashable, Sendable, Codable {
  /// Requests by endpoint, the admin's own left out.
  var requests: [String: Int] = [:]
  /// Refreshes that succeeded, by account.
  var refreshes: [String: Int] = [:]
  /// How often each refresh token was presented, by its hash; more than 1 is a reuse.
  var refreshTokenUses: [String: Int] = [:]
  /// Refresh tokens presented after they had served.
  var reuses = 0
  /// Requests to `oauth/revoke` that named a token of ours.
  var revocations = 0
  /// Sign-ins completed, by account.
  var signIns: [String: Int] = [:]
  /// Turns answered with a stream, by account.
  var turns: [String: Int] = [:]
  /// Requests that carried the turn state of another account.
  var foreignTurnStates = 0
  /// The most requests open at once, by endpoint.
  var mostOpen: [String: Int] = [:]

  private enum CodingKeys: String, CodingKey {
    case requests, refreshes, reuses, revocations, turns
    case refreshTokenUses = "refresh_token_uses"
    case signIns = "sign_ins"
    case foreignTurnStates = "foreign_turn_states"
    case mostOpen = "most_open"
  }
}
