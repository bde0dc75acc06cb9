import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

/// One account in a root of its own, and everything around it.
struct TokenScene {
  static let now = Date(timeIntervalSince1970: 1_800_000_000)

  let folder: TemporaryFolder
  let files = RefusingFileSystem(DiskFileSystem())
  let conditions = MemoryConditionStore()
  let events = RecordingEventSink()
  let account: Account

  init(_ identity: Identity = .chatGPT(accountID: "account-1", userID: "user-ada")) throws {
    folder = try TemporaryFolder()
    account = Account(
      id: AccountID("id-1"), key: try #require(AccountKey("work")), label: try Label("Work"),
      createdAt: Self.now, identity: identity)
  }

  var path: FilePath { folder / "auth.json" }

  func keeper(
    _ transport: any HTTPTransport, time: any TimeSource, base: String = TokenServer.defaultBase
  ) -> TokenKeeper {
    let path = path
    let surroundings = TokenSurroundings(
      files: files, time: time, transport: transport, locks: locks(time), conditions: conditions,
      events: events)
    return TokenKeeper(surroundings, authBase: base) { _ in path }
  }

  func locks(_ time: any TimeSource) -> LockRoom {
    LockRoom(
      folder: folder / "locks", files: files, time: time,
      process: PosixProcessRunner().current)
  }

  func write(_ session: SignInFixture) throws {
    try files.replace(path, with: session.data, mode: .privateFile)
  }

  func write(_ text: String) throws {
    try files.replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  func stored() throws -> AuthFile {
    try AuthFile(try files.read(path))
  }

  var kinds: [EngineEvent.Kind] { events.events.map(\.kind) }

  func condition() throws -> AccountCondition {
    try conditions.conditions()[account.id] ?? AccountCondition()
  }
}

/// By which the refusal of a session is remembered.
func fingerprint(_ session: SignInFixture) throws -> String? {
  try AuthFile(session.data).credentialFingerprint
}

extension SignInFixture {
  /// A session whose token ends so many seconds after the scene's start.
  static func ending(in seconds: Double, _ change: (inout SignInFixture) -> Void = { _ in }) -> Self
  {
    SignInFixture {
      $0.expiresAt = TokenScene.now.timeIntervalSince1970 + seconds
      $0.lastRefresh = "2027-01-15T07:00:00Z"
      change(&$0)
    }
  }

  /// The session after its first renewal.
  static let renewed = ending(in: 36_000) {
    $0.serial = 1
    $0.refreshToken = "refresh-1"
  }

  /// A server's answer that hands out this session.
  var answer: HTTPResponse {
    let body =
      #"{"id_token":"\#(idToken)","access_token":"\#(accessToken)","refresh_token":"\#(refreshToken)"}"#
    return HTTPResponse(status: 200, body: Data(body.utf8))
  }
}

extension ScriptedHTTPTransport {
  /// Answers with these, one a request; the last one again and again.
  convenience init(answers: Result<HTTPResponse, HTTPError>...) {
    self.init(answers.map { answer in { @Sendable _ in answer } })
  }
}

extension HTTPResponse {
  static func error(_ status: Int, _ body: String = "") -> HTTPResponse {
    HTTPResponse(status: status, body: Data(body.utf8))
  }
}

/// A sign-in server that takes each refresh token once, and signs the account out when one comes again.
final class RotatingServer: HTTPTransport {
  private struct State {
    var current = "refresh-0"
    var serial = 0
    var reuses = 0
    var inFlight = 0
    var overlaps = 0
    var isDead = false
  }

  private let state = Mutex(State())
  private let time: any TimeSource
  private let lifetime: Double

  /// A server whose access tokens live so many seconds.
  init(time: any TimeSource, lifetime: Double) {
    self.time = time
    self.lifetime = lifetime
  }

  /// How many tokens it handed out.
  var renewals: Int { state.withLock { $0.serial } }
  /// How often a spent token came again.
  var reuses: Int { state.withLock { $0.reuses } }
  /// How often two requests were there at once.
  var overlaps: Int { state.withLock { $0.overlaps } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let body = String(decoding: request.body?.reveal() ?? Data(), as: UTF8.self)
    state.withLock { state in
      if state.inFlight > 0 { state.overlaps += 1 }
      state.inFlight += 1
    }
    for _ in 0..<20 { await Task.yield() }
    let now = time.now().timeIntervalSince1970
    return state.withLock { state in
      state.inFlight -= 1
      guard !state.isDead, body.contains(#""refresh_token":"\#(state.current)""#) else {
        state.reuses += 1
        state.isDead = true
        return .error(401, #"{"error":{"code":"refresh_token_reused"}}"#)
      }
      state.serial += 1
      state.current = "refresh-\(state.serial)"
      let session = SignInFixture {
        $0.serial = state.serial
        $0.refreshToken = state.current
        $0.expiresAt = now + lifetime
      }
      return session.answer
    }
  }
}

/// The real clock, whose date a test may move on; waits are real.
final class ShiftedTimeSource: TimeSource {
  private let base = SystemTimeSource()
  private let shift = Mutex(0.0)

  func now() -> Date { base.now().addingTimeInterval(shift.withLock { $0 }) }

  func uptime() -> Duration { base.uptime() }

  func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }

  /// Moves the date on by so many seconds.
  func shift(by seconds: Double) { shift.withLock { $0 += seconds } }
}

/// The way to the stand-in's sign-in server without a socket.
struct StandinTransport: HTTPTransport {
  let standin: Standin

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let path = "/" + request.url.split(separator: "/").dropFirst(2).joined(separator: "/")
    let exchange = await standin.receive(
      StandinRequest(
        request.method, path, headers: request.headers.reveal(),
        body: request.body?.reveal() ?? Data()))
    await standin.end(exchange, as: .complete)
    let body = exchange.answer.body.reduce(into: Data()) { body, step in
      if case .bytes(let bytes) = step { body += bytes }
    }
    return HTTPResponse(
      status: exchange.answer.status, headers: exchange.answer.headers, body: body)
  }
}
