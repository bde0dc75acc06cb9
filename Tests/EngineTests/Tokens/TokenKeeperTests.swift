import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("TokenKeeper")
struct TokenKeeperTests {
  private let scene: TokenScene
  private let time = EagerTimeSource(TokenScene.now)
  private let fresh = SignInFixture.renewed

  init() throws {
    scene = try TokenScene()
  }

  @Test("hands out a token with more than 15 minutes left and asks no one")
  func plentyLeft() async throws {
    let session = SignInFixture.ending(in: 901)
    try scene.write(session)
    let transport = ScriptedHTTPTransport(answers: .failure(.cancelled))

    let credentials = try await scene.keeper(transport, time: time).credentials(for: scene.account)

    #expect(
      credentials
        == Credentials(
          accessToken: Redacted(session.accessToken), accountID: "account-1",
          expiresAt: TokenScene.now.addingTimeInterval(901)))
    #expect(transport.requests.isEmpty)
  }

  @Test("renews a token 15 minutes ahead, as codex would ask for it, and stores it before using it")
  func renewal() async throws {
    try scene.write(
      SignInFixture.ending(in: 900).json.replacing(
        #""tokens":{"#, with: #""mine":1,"tokens":{"more":2,"#))
    try scene.files.setMode(scene.path, .sharedFile)
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))

    let credentials = try await scene.keeper(transport, time: time, base: "http://127.0.0.1:1/")
      .credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1)
    #expect(request.method == "POST")
    #expect(request.url == "http://127.0.0.1:1/oauth/token")
    #expect(request.headers.reveal().value(of: "content-type") == "application/json")
    #expect(
      String(decoding: request.body?.reveal() ?? Data(), as: UTF8.self)
        == #"{"client_id":"app_EMoamEEZ73f0CkXaXp7hrann","grant_type":"refresh_token","#
        + #""refresh_token":"refresh-0"}"#)
    let stored = try scene.stored()
    #expect(stored.tokens?.refreshToken == Redacted("refresh-1"))
    #expect(stored.lastRefresh == TokenScene.now)
    let text = String(decoding: try scene.files.read(scene.path), as: UTF8.self)
    #expect(text.contains(#""mine": 1"#) && text.contains(#""more": 2"#))
    #expect(try scene.files.status(scene.path)?.mode == .privateFile)
    #expect(scene.kinds == [.tokenRefreshed])
  }

  @Test("renews an opaque token after eight days, and not before")
  func opaque() async throws {
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    try scene.write(
      SignInFixture {
        $0.expiresAt = nil
        $0.lastRefresh = "2027-01-07T08:00:01Z"
      })
    #expect(try await keeper.credentials(for: scene.account).accessToken == Redacted("opaque-0"))
    #expect(transport.requests.isEmpty)

    time.advance(by: .seconds(1))

    _ = try await keeper.credentials(for: scene.account)
    #expect(transport.requests.count == 1)
  }

  @Test("keeps what an answer leaves out")
  func partialAnswer() async throws {
    let old = SignInFixture.ending(in: 10)
    try scene.write(old)
    let body = Data(#"{"access_token":"\#(fresh.accessToken)","id_token":"not a token"}"#.utf8)
    let transport = ScriptedHTTPTransport(
      answers: .success(HTTPResponse(status: 200, body: body)))

    _ = try await scene.keeper(transport, time: time).credentials(for: scene.account)

    let tokens = try scene.stored().tokens
    #expect(tokens?.idToken == Redacted(old.idToken))
    #expect(tokens?.refreshToken == Redacted("refresh-0"))
    #expect(tokens?.accessToken == Redacted(fresh.accessToken))
  }

  @Test("never renews twice within five seconds while the token still serves")
  func spacing() async throws {
    try scene.write(SignInFixture.ending(in: 300) { $0.lastRefresh = "2027-01-15T07:59:57Z" })
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)

    _ = try await keeper.credentials(for: scene.account)
    #expect(transport.requests.isEmpty)
    time.advance(by: .seconds(2))
    _ = try await keeper.credentials(for: scene.account)

    #expect(transport.requests.count == 1)
  }

  @Test("waits the five seconds out when the token is of no use any more")
  func spacingOut() async throws {
    let old = SignInFixture.ending(in: 300) { $0.lastRefresh = "2027-01-15T07:59:58.500Z" }
    try scene.write(old)
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let refused = Credentials(
      accessToken: Redacted(old.accessToken), accountID: "account-1", expiresAt: nil)

    let credentials = try await scene.keeper(transport, time: time)
      .credentials(for: scene.account, insteadOf: refused)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(time.sleeps == [.seconds(3.5)])
  }

  @Test("does not wait for a renewal that seems to be in the future")
  func clockSetBack() async throws {
    try scene.write(SignInFixture.ending(in: -1) { $0.lastRefresh = "2027-01-15T09:00:00Z" })
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))

    _ = try await scene.keeper(transport, time: time).credentials(for: scene.account)

    #expect(transport.requests.count == 1)
    #expect(time.sleeps == [])
  }

  @Test("adopts a newer token from disk instead of one that was refused")
  func adoption() async throws {
    let refused = Credentials(
      accessToken: Redacted("old"), accountID: "account-1", expiresAt: nil)
    try scene.write(SignInFixture.ending(in: 3_600))
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)

    let adopted = try await keeper.credentials(for: scene.account, insteadOf: refused)
    #expect(transport.requests.isEmpty)
    let renewed = try await keeper.credentials(for: scene.account, insteadOf: adopted)

    #expect(renewed.accessToken == Redacted(fresh.accessToken))
    #expect(transport.requests.count == 1)
  }

  @Test("returns an API key as it is, and gives it up when it is refused")
  func apiKey() async throws {
    let scene = try TokenScene(.apiKey(fingerprint: "f"))
    try scene.write(#"{"auth_mode":"apikey","OPENAI_API_KEY":"sk-1"}"#)
    let transport = ScriptedHTTPTransport(answers: .failure(.cancelled))
    let keeper = scene.keeper(transport, time: time)

    let credentials = try await keeper.credentials(for: scene.account)

    #expect(
      credentials == Credentials(accessToken: Redacted("sk-1"), accountID: nil, expiresAt: nil))
    await #expect(
      throws: CredentialError.expired(label: "Work", reason: "the server refused its API key")
    ) { try await keeper.credentials(for: scene.account, insteadOf: credentials) }
    #expect(try await keeper.isAlive(scene.account))
    #expect(try scene.condition() == AccountCondition())
    #expect(transport.requests.isEmpty)
  }

  @Test("says what is wrong with a sign-in that it cannot use, and asks no one")
  func unusable() async throws {
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    func failure() async -> CredentialError? {
      await #expect(throws: CredentialError.self) {
        try await keeper.credentials(for: scene.account)
      }
    }
    func unreadable(_ detail: String) -> CredentialError {
      .unreadable(label: "Work", detail: detail)
    }

    #expect(await failure() == .missing(label: "Work"))
    try scene.write("{}")
    #expect(await failure() == .missing(label: "Work"))
    try scene.write(#"{"tokens""#)
    #expect(await failure() == unreadable("it ends in the middle"))
    try scene.write(#"{"auth_mode":"bedrockApiKey"}"#)
    #expect(
      await failure() == unreadable("it signs in as bedrockApiKey, which swop does not handle"))
    try scene.write(SignInFixture.ending(in: 10) { $0.userID = "user-bob" })
    #expect(await failure() == unreadable("it holds another person's sign-in"))
    try scene.write(#"{"OPENAI_API_KEY":"sk-1"}"#)
    #expect(await failure() == unreadable("it holds another person's sign-in"))
    try scene.files.remove(scene.path)
    try scene.files.replace(
      scene.folder / "x.json", with: SignInFixture.ending(in: 10).data, mode: .privateFile)
    try scene.files.createLink(scene.path, to: scene.folder / "x.json")
    #expect(
      await failure() == unreadable("it is a link, and a sign-in must be a file of its own"))
    #expect(transport.requests.isEmpty)
  }

  @Test("an access token is handed out with the account's id, and never renewed")
  func accessToken() async throws {
    try scene.write(#"{"OPENAI_API_KEY":null,"personal_access_token":"at-1"}"#)
    let transport = ScriptedHTTPTransport(answers: .failure(.cancelled))
    let keeper = scene.keeper(transport, time: time)

    let credentials = try await keeper.credentials(for: scene.account)
    let error = await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account, insteadOf: credentials)
    }

    #expect(
      credentials
        == Credentials(accessToken: Redacted("at-1"), accountID: "account-1", expiresAt: nil))
    #expect(error?.needsSignIn == true)
    #expect(try scene.condition().isExpired)
    #expect(transport.requests.isEmpty)
    try scene.write(#"{"OPENAI_API_KEY":null,"personal_access_token":"at-2"}"#)
    #expect(
      try await keeper.credentials(for: scene.account, insteadOf: credentials).accessToken
        == Redacted("at-2"))
    #expect(try !scene.condition().isExpired)
  }

  @Test("an agent identity is left to codex")
  func agentIdentity() async throws {
    try scene.write(
      #"{"agent_identity":{"account_id":"account-1","chatgpt_user_id":"user-ada"}}"#)
    let keeper = scene.keeper(ScriptedHTTPTransport(answers: .failure(.cancelled)), time: time)

    await #expect(throws: CredentialError.codexOnly(label: "Work")) {
      try await keeper.credentials(for: scene.account)
    }
  }

  @Test("a sign-in that the system does not let us read names who may, and no sign-in")
  func denied() async throws {
    try scene.write(SignInFixture.ending(in: 10))
    let denial = FileDenial(
      path: scene.path, isFolder: false, owner: "root", mode: .privateFile, user: "ann")
    scene.files.fail { operation, _ in operation == "read" ? .notPermitted : nil }
    scene.files.denial = denial
    let keeper = scene.keeper(ScriptedHTTPTransport(answers: .failure(.cancelled)), time: time)

    let error = await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }

    #expect(error?.needsSignIn == false)
    #expect(error?.message == "The sign-in of Work cannot be read: \(scene.path) belongs to root.")
    #expect(error?.remedy == "Make it yours again: sudo chown ann \(scene.path)")
  }

  @Test("gives the token that still serves when another process holds the lock, else says so")
  func busy() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    let lock = try scene.locks(time).tryAcquire(.token(scene.account.key), purpose: "renewing")

    _ = try await keeper.credentials(for: scene.account)
    time.advance(by: .seconds(100))

    let error = await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }
    #expect(error?.code == "busy" && error?.message.hasSuffix("with: renewing.") == true)
    #expect(transport.requests.isEmpty)
    lock?.release()
  }
}
