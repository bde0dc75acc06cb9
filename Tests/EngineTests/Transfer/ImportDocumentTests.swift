import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("What files of other programs hold")
struct ImportDocumentTests {
  private let fixture = SignInFixture()

  @Test("codex's own file, whatever stands beside it")
  func codex() throws {
    let signIns = try read(fixture.json.replacing("{\"auth_mode\"", with: "{\"x\":1,\"auth_mode\""))

    #expect(signIns == [ImportableSignIn(.codex, .whole(try file(fixture)))])
    #expect(signIns.first?.email == "ada@example.com")
  }

  @Test("an API key")
  func apiKey() throws {
    let signIns = try read(#"{"auth_mode":"apikey","OPENAI_API_KEY":"sk-test"}"#)

    #expect(signIns == [ImportableSignIn(.codex, .whole(AuthFile(apiKey: Redacted("sk-test"))))])
  }

  @Test("a list of sign-ins, each in its own form")
  func list() throws {
    let other = SignInFixture { $0.accountID = "account-2" }
    let signIns = try read("[\(fixture.json),\(TransferFixtures.cpa(other))]")

    #expect(signIns.map(\.origin) == [.codex, .cliProxyAPI])
    #expect(signIns.map(\.content.accountID) == ["account-1", "account-2"])
  }

  @Test("CLIProxyAPI's file gives the session, and what stands beside it is kept")
  func cpa() throws {
    let signIns = try read(
      TransferFixtures.cpa(fixture, beside: #","prefix":"team-a","disabled":true"#))

    let signIn = try #require(signIns.first)
    #expect(signIns.count == 1 && signIn.origin == .cliProxyAPI)
    guard case .whole(let file) = signIn.content else { throw DocumentFlaw("pending") }
    #expect(file.tokens == (try self.file(fixture)).tokens)
    #expect(file.lastRefresh == Date(timeIntervalSince1970: 1_799_996_400))
    #expect(signIn.beside == Redacted(["prefix": "team-a", "disabled": true]))
    #expect(!signIn.isEnabled)
  }

  @Test("codex-multi-auth's list gives sessions that have to be renewed, and whose they are")
  func multiAuth() throws {
    let signIns = try read(
      TransferFixtures.multiAuth(
        TransferFixtures.multiAuthAccount("a"),
        TransferFixtures.multiAuthAccount("b", refresh: "r-b", more: #","enabled":false"#)))

    let session = PendingSession(
      refreshToken: Redacted("r-b"), accountID: "b",
      identity: .chatGPT(accountID: "b", userID: "user-b"))
    #expect(signIns.count == 2)
    #expect(
      signIns.last
        == ImportableSignIn(
          .multiAuth, .pending(session), name: "Old b", email: "b@example.com", isEnabled: false))
  }

  @Test("a renewal makes a pending session whole, and only with an id token")
  func completed() throws {
    let session = PendingSession(refreshToken: Redacted("old"), accountID: "x", identity: nil)
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    let whole = RenewedTokens(
      idToken: Redacted(fixture.idToken), accessToken: Redacted(fixture.accessToken),
      refreshToken: Redacted("new"))
    let half = RenewedTokens(
      idToken: nil, accessToken: Redacted("opaque"), refreshToken: Redacted("new"))

    let file = session.completed(by: whole, at: now)

    #expect(file?.tokens?.refreshToken == Redacted("new"))
    #expect(file?.accountID == "account-1")
    #expect(file?.lastRefresh == now)
    #expect(session.completed(by: half, at: now) == nil)
  }

  @Test(
    "what holds no usable sign-in is refused with one clause",
    arguments: [
      ("", "it ends in the middle"), ("{\"auth_mode\":", "it ends in the middle"),
      ("nonsense", "it is not JSON at line 1"), ("[]", "it holds no sign-in"),
      ("3", "it is not a JSON object"), ("{}", "it holds no sign-in"),
      (#"{"version":3,"accounts":[]}"#, "it holds no sign-in"),
      (
        #"{"type":"claude","access_token":"a","refresh_token":"r"}"#,
        "it is a sign-in for claude, not for codex"
      ),
      (#"{"anthropic":{"type":"api","key":"k"}}"#, "it holds no sign-in for OpenAI"),
      (#"{"version":1,"accounts":{}}"#, "it holds no sign-in"),
      (
        #"{"auth_mode":"bedrockApiKey"}"#,
        "it signs in as bedrockApiKey, which swop does not handle"
      ),
      (#"{"format":"swop-export"}"#, "it has no version"),
      (#"{"format":"swop-export","version":9}"#, "it has version 9, and this swop knows up to 1"),
      (#"{"format":"swop-export","version":0}"#, "its version is not a version"),
      (#"{"format":"swop-export","version":1}"#, "it has no list of accounts"),
      (#"{"format":"swop-export","version":1,"accounts":[]}"#, "it holds no sign-in"),
      (
        #"{"format":"swop-export","version":1,"sealed":{}}"#,
        "it is sealed in a way that this swop does not know"
      ),
    ])
  func refused(text: String, clause: String) {
    let flaw = #expect(throws: DocumentFlaw.self) { try ImportDocument(Array(text.utf8)) }

    #expect(flaw?.clause == clause)
  }

  @Test(
    "a record that cannot be used is refused with one clause",
    arguments: [
      ("[{}]", "it holds no sign-in"), ("[7]", "it is not a JSON object"),
      (#"{"version":3,"accounts":[{}]}"#, "it has no refresh token"),
      (#"{"version":3,"accounts":[{"refreshToken":7}]}"#, "its refresh token is not text"),
      (
        #"{"version":3,"accounts":[{"refreshToken":"r","authInvalidatedAt":1}]}"#,
        "codex-multi-auth has marked its session as no longer valid"
      ),
      (#"{"version":1,"accounts":[{"auth_data":"x"}]}"#, "its auth_data is not an object"),
      (
        #"{"version":1,"accounts":[{"auth_data":{"type":"api_key","key":7}}]}"#,
        "it holds no API key"
      ),
      (#"{"openai":{"type":"oauth","access":"a"}}"#, "it has no refresh token"),
      (
        #"{"openai":{"type":"wellknown"}}"#,
        "it signs in as wellknown, which swop does not handle"
      ), (#"{"openai":[]}"#, "it is not a JSON object"),
      (#"{"format":"swop-export","version":1,"accounts":[{"label":"x"}]}"#, "it holds no sign-in"),
    ])
  func refusedRecord(text: String, clause: String) throws {
    let record = try #require(try records(text).first)

    let flaw = #expect(throws: DocumentFlaw.self) { try record.get() }

    #expect(flaw?.clause == clause)
  }

  @Test("a record that cannot be used does not block the others, and keeps its name")
  func partial() throws {
    let text =
      "[\(fixture.json),{\"name\":\"dead\",\"tokens\":{}},\(TransferFixtures.cpa(fixture))]"

    let records = try records(text)

    #expect(records.map { (try? $0.get())?.origin } == [.codex, nil, .cliProxyAPI])
    #expect(records[1] == .failure(DocumentFlaw("its tokens lack id_token", name: "dead")))
  }

  @Test("codex-switcher's list gives whole sessions and API keys with their names")
  func switcher() throws {
    let signIns = try read(
      """
      \u{FEFF}{"version":1,"active_account_id":"x","accounts":[
       {"id":"x","name":"Büro 🏢","email":"b@example.com","auth_mode":"chat_g_p_t","more":{},
        "auth_data":{"type":"chat_gpt","id_token":"\(fixture.idToken)",
         "access_token":"\(fixture.accessToken)","refresh_token":"r","account_id":null},
        "last_refresh_at":"2027-01-15T07:00:00Z"},
       {"name":"key","auth_data":{"type":"api_key","key":"sk-test"}}]}
      """)

    #expect(signIns.map(\.name) == ["Büro 🏢", "key"])
    #expect(signIns.map(\.origin) == [.codexSwitcher, .codexSwitcher])
    #expect(signIns.last?.content == .whole(AuthFile(apiKey: Redacted("sk-test"))))
    guard case .whole(let file)? = signIns.first?.content else { throw DocumentFlaw("pending") }
    #expect(file.tokens?.refreshToken == Redacted("r"))
    #expect(file.lastRefresh == Date(timeIntervalSince1970: 1_799_996_400))
  }

  @Test(
    "OpenCode's file gives its sign-in for OpenAI, whatever other providers are in it",
    arguments: ["1800010000000", "1800010000", "\"soon\""])
  func openCode(expires: String) throws {
    let signIns = try read(
      """
      {"anthropic":{"type":"oauth","refresh":"x","access":"y","expires":1},"other":7,
       "openai":{"type":"oauth","refresh":"r","access":"\(TransferFixtures.access("a"))",
        "expires":\(expires),"accountId":"a","more":[]}}
      """)

    let session = PendingSession(
      refreshToken: Redacted("r"), accountID: "a",
      identity: .chatGPT(accountID: "a", userID: "user-a"))
    #expect(signIns == [ImportableSignIn(.openCode, .pending(session))])
  }

  @Test("OpenCode's API key for OpenAI becomes one here")
  func openCodeKey() throws {
    let signIns = try read(#"{"openai":{"type":"api","key":"sk-test"},"xai":{"type":"api"}}"#)

    #expect(
      signIns == [ImportableSignIn(.openCode, .whole(AuthFile(apiKey: Redacted("sk-test"))))])
  }

  @Test("a flat session without an id token has to be renewed first")
  func flatPending() throws {
    let signIns = try read(#"{"access_token":"a","refresh_token":"r","type":"codex"}"#)

    let session = PendingSession(refreshToken: Redacted("r"), accountID: nil, identity: nil)
    #expect(signIns == [ImportableSignIn(.cliProxyAPI, .pending(session))])
  }

  @Test("a session that cannot be renewed, or names no one, is refused")
  func unusable() {
    let dead = SignInFixture { $0.refreshToken = "" }
    let nobody = SignInFixture { $0.userID = "" }

    for (fixture, clause) in [
      (dead, "its session cannot be renewed"), (nobody, "it names no account and person"),
    ] {
      let flaw = #expect(throws: DocumentFlaw.self) { try read(fixture.json) }
      #expect(flaw?.clause == clause)
    }
  }

  @Test("more sign-ins than anyone has are refused")
  func tooMany() {
    let text = "[" + Array(repeating: "{}", count: 1_001).joined(separator: ",") + "]"
    let flaw = #expect(throws: DocumentFlaw.self) { try read(text) }

    #expect(flaw?.clause == "it holds more than 1000 sign-ins")
  }

  private func read(_ text: String) throws -> [ImportableSignIn] {
    try records(text).map { try $0.get() }
  }

  private func records(_ text: String) throws -> [ImportDocument.Record] {
    guard case .open(let records) = try ImportDocument(Array(text.utf8)) else { return [] }
    return records
  }

  private func file(_ fixture: SignInFixture) throws -> AuthFile {
    try AuthFile(fixture.data).withoutExtras
  }
}

extension ImportableSignIn.Content {
  var accountID: String? {
    switch self {
    case .whole(let file): file.accountID
    case .pending(let session): session.accountID
    }
  }
}
