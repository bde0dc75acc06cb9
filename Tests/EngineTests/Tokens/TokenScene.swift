import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

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
