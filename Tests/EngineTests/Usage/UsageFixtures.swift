import EngineCore
import EnginePlatform
import EngineProxy
import Synchronization
import TestSupport

@testable import Engine

/// A folder, a database, a clock and a script: everything a usage service stands on.
final class UsageWorld: Sendable {
  let folder: TemporaryFolder
  let database: StateDatabase
  let time = ManualTimeSource()
  let events = RecordingEventSink()
  let credentials: ScriptedCredentials
  let transport: ScriptedHTTPTransport

  init(
    credentials: ScriptedCredentials = ScriptedCredentials(),
    _ answer: @escaping ScriptedHTTPTransport.Answer
  ) throws {
    folder = try TemporaryFolder()
    database = try StateDatabase(path: folder / "state.db")
    self.credentials = credentials
    transport = ScriptedHTTPTransport(answer)
  }

  /// A backend that answers for a quota once a gate is open.
  convenience init(behind gate: Gate, _ answer: HTTPResponse = .quota()) throws {
    try self.init { request in
      if request.asksForRouting { return .success(.routing()) }
      await gate.wait()
      return .success(answer)
    }
  }

  /// A service as one process has it; two of them are two processes on one root.
  func service(
    backend: ChatGPTBackend = ChatGPTBackend(), fallback: UsageSurroundings.Fallback? = nil,
    asksForResetEnds: Bool = false
  ) -> UsageService {
    UsageService(
      UsageSurroundings(
        transport: transport, credentials: credentials, readings: database,
        conditions: database, cache: database, events: events, locks: locks, time: time,
        fallback: fallback, asksForResetEnds: asksForResetEnds),
      backend: backend, version: "1.2.3")
  }

  var locks: LockRoom {
    LockRoom(
      folder: folder / "locks", files: DiskFileSystem(), time: time,
      process: ProcessIdentity(pid: 1, startTicks: 1))
  }

  /// The addresses that were asked, in order.
  var asked: [String] { transport.requests.map(\.url) }

  /// What was told, in order.
  var told: [EngineEvent.Kind] { events.events.map(\.kind) }

  /// The condition of an account as every process sees it.
  func condition(of account: Account) throws -> AccountCondition? {
    try database.conditions()[account.id]
  }
}

/// Hands out `token-1`, then `token-2` after a refusal, unless told otherwise.
final class ScriptedCredentials: CredentialSource {
  private struct State {
    var renewals = 0
    var dead: [String] = []
  }

  private let state = Mutex(State())
  private let first: Result<Credentials, CredentialError>
  private let second: Result<Credentials, CredentialError>

  init(
    first: Result<Credentials, CredentialError> = .success(.token("token-1")),
    second: Result<Credentials, CredentialError> = .success(.token("token-2"))
  ) {
    self.first = first
    self.second = second
  }

  /// How often newer credentials were asked for.
  var renewals: Int { state.withLock { $0.renewals } }

  /// The tokens that were marked dead.
  var dead: [String] { state.withLock { $0.dead } }

  func credentials(for account: Account) async throws(CredentialError) -> Credentials {
    try first.get()
  }

  func credentials(
    for account: Account, insteadOf refused: Credentials
  ) async throws(CredentialError) -> Credentials {
    state.withLock { $0.renewals += 1 }
    return try second.get()
  }

  func markDead(_ account: Account, refused: Credentials) async {
    state.withLock { $0.dead.append(refused.accessToken.reveal()) }
  }
}

extension Credentials {
  /// Credentials of the account `chatgpt-id` with a token.
  static func token(_ text: String, accountID: String? = "chatgpt-id") -> Credentials {
    Credentials(accessToken: Redacted(text), accountID: accountID, expiresAt: nil)
  }
}

extension Account {
  /// An account with a label.
  static func labelled(_ text: String) throws -> Account {
    let label = try Label(text)
    return Account(
      id: AccountID("id of \(text)"), key: AccountKey(label: label, taken: []), label: label,
      createdAt: Date(timeIntervalSince1970: 0),
      identity: .chatGPT(accountID: "chatgpt-id", userID: "user-\(text)"))
  }
}

extension HTTPResponse {
  /// A JSON answer.
  static func json(_ text: String, status: Int = 200, headers: [HTTPField] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPField("Content-Type", "application/json")] + headers,
      body: Data(text.utf8))
  }

  /// A quota of which `used` percent of the week are used.
  static func quota(used: Double = 29) -> HTTPResponse {
    .json(
      """
      {"plan_type":"plus","rate_limit":{"allowed":true,"limit_reached":false,
      "primary_window":{"used_percent":36,"limit_window_seconds":18000,"reset_at":1800003600},
      "secondary_window":{"used_percent":\(used),"limit_window_seconds":604800,
      "reset_at":1800086400}}}
      """)
  }

  /// An answer of `wham/accounts/check`.
  static func routing(
    origin: String = "\"NO_CONSTRAINT\"", override: String = "\"NO_CONSTRAINT\""
  ) -> HTTPResponse {
    .json(
      """
      {"accounts":[{"id":"other","workspace_backend_origin":"https://other.test"},
      {"id":"chatgpt-id","workspace_backend_origin":\(origin),
      "account_routing_override":\(override)}]}
      """)
  }
}

extension HTTPRequest {
  /// Whether it asks for the routing and not for the quota.
  var asksForRouting: Bool { url.hasSuffix("/wham/accounts/check") }
}

/// What `HTTPResponse.quota` says when it is read at the test clock's start.
func quotaReading(used: Double = 29, after seconds: Double = 0) -> QuotaReading {
  let start = Date(timeIntervalSince1970: 1_800_000_000)
  return QuotaReading(
    readAt: start + seconds, source: .usage, plan: Plan("plus"), isAllowed: true,
    isLimitReached: false,
    windows: [
      QuotaWindow(lengthSeconds: 18_000, usedPercent: 36, resetsAt: start + 3_600),
      QuotaWindow(lengthSeconds: 604_800, usedPercent: used, resetsAt: start + 86_400),
    ])
}

/// Holds tasks until a test opens it.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var held: [CheckedContinuation<Void, Never>] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  /// Returns once the gate is open.
  func wait() async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
        if state.isOpen { return [continuation] }
        state.held.append(continuation)
        let ready = state.watchers.filter { $0.count <= state.held.count }
        state.watchers.removeAll { $0.count <= state.held.count }
        return ready.map(\.continuation)
      }
      for one in ready { one.resume() }
    }
  }

  /// Returns once `count` tasks are held.
  func waitForWaiters(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let enough = state.withLock { state in
        if state.held.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if enough { continuation.resume() }
    }
  }

  /// Lets everyone go, now and later.
  func open() {
    let held = state.withLock { state in
      state.isOpen = true
      defer { state.held = [] }
      return state.held
    }
    for one in held { one.resume() }
  }
}
