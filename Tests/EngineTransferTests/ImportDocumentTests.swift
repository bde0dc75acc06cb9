import EngineCodex
import EngineKernel
import TestSupport
import Testing

@testable import EngineTransfer

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
      ("[{}]", "of its sign-in 1, it holds no sign-in"),
      (#"{"version":3,"accounts":[]}"#, "it holds no sign-in"),
      (#"{"version":3,"accounts":[{}]}"#, "of its sign-in 1, there is no refresh token"),
      (
        #"{"version":3,"accounts":[{"refreshToken":"r","authInvalidatedAt":1}]}"#,
        "of its sign-in 1, the session was invalidated"
      ),
      (
        #"{"type":"claude","access_token":"a","refresh_token":"r"}"#,
        "it is a sign-in for claude, not for codex"
      ),
      (#"{"access_token":"a","refresh_token":"r","type":"codex"}"#, "its tokens lack id_token"),
      (
        #"{"auth_mode":"agentIdentity"}"#,
        "it signs in as agentIdentity, which swop does not handle"
      ),
      (#"{"format":"swop-export"}"#, "it has no version"),
      (#"{"format":"swop-export","version":9}"#, "it has version 9, and this swop knows up to 1"),
      (#"{"format":"swop-export","version":0}"#, "its version is none"),
      (#"{"format":"swop-export","version":1}"#, "it has no list of accounts"),
      (#"{"format":"swop-export","version":1,"accounts":[]}"#, "it holds no sign-in"),
      (
        #"{"format":"swop-export","version":1,"accounts":[{"label":"x"}]}"#,
        "of its sign-in 1, there is no sign-in"
      ),
      (
        #"{"format":"swop-export","version":1,"sealed":{}}"#,
        "it is sealed in a way that this swop does not know"
      ),
    ])
  func refused(text: String, clause: String) {
    let flaw = #expect(throws: DocumentFlaw.self) { try ImportDocument(Array(text.utf8)) }

    #expect(flaw?.clause == clause)
  }

  @Test("a session that cannot be renewed, or names nobody, is refused")
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

  @Test("more sign-ins than anybody has are refused")
  func tooMany() {
    let text = "[" + Array(repeating: "{}", count: 1_001).joined(separator: ",") + "]"
    let flaw = #expect(throws: DocumentFlaw.self) { try read(text) }

    #expect(flaw?.clause == "it holds more than 1000 sign-ins")
  }

  private func read(_ text: String) throws -> [ImportableSignIn] {
    guard case .open(let signIns) = try ImportDocument(Array(text.utf8)) else { return [] }
    return signIns
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
