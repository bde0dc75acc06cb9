import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("AuthFile")
struct AuthFileTests {
  private func file(_ text: String) throws(AuthFile.Flaw) -> AuthFile {
    try AuthFile(Data(text.utf8))
  }

  private func text(_ file: AuthFile) -> String {
    String(decoding: file.data.reveal(), as: UTF8.self)
  }

  @Test("says whose session it is and when its token ends")
  func session() throws {
    let file = try AuthFile(SignInFixture().data)

    #expect(file.mode == .chatGPT)
    #expect(file.chatGPTIdentity == .chatGPT(accountID: "account-1", userID: "user-ada"))
    #expect(file.claims?.email == "ada@example.com")
    #expect(file.plan == Plan("plus"))
    #expect(file.accessTokenExpiresAt == Date(timeIntervalSince1970: 1_800_010_000))
    #expect(file.accessTokenIssuedAt == Date(timeIntervalSince1970: 1_800_009_990))
    let seconds = try #require(file.lastRefresh?.timeIntervalSince1970)
    #expect(abs(seconds - 1_799_996_400.123456789) < 0.000_001)
    #expect(file.credentials?.accountID == "account-1")
  }

  @Test("finds claims in both places")
  func claimPlaces() throws {
    let payload =
      #"{"https://api.openai.com/profile":{"email":"p@x"},"https://api.openai.com/auth":"#
      + #"{"user_id":"u","chatgpt_account_id":"a"}}"#
    let file = try file(
      #"{"tokens":{"id_token":"\#(SignInFixture.token(payload))","access_token":"o","refresh_token":""}}"#
    )

    #expect(file.claims?.email == "p@x")
    #expect(file.chatGPTIdentity == .chatGPT(accountID: "a", userID: "u"))
    #expect(file.tokens?.canRefresh == false)
    #expect(file.credentialFingerprint == nil)
  }

  @Test("takes its mode from auth_mode, else from the key")
  func modes() throws {
    let session = SignInFixture().json
    let keyed = session.replacing(
      #""OPENAI_API_KEY":null"#, with: #""OPENAI_API_KEY":"sk-1""#)
    let unnamed = keyed.replacing(#""auth_mode":"chatgpt","#, with: "")

    #expect(try file(keyed).mode == .chatGPT)
    #expect(try file(unnamed).mode == .apiKey)
    #expect(try file("{}").mode == .chatGPT)
    #expect(try file("{}").credentials == nil)
    #expect(try file(#"{"auth_mode":"ChatGPT"}"#).mode == .other("ChatGPT"))
    #expect(try file(#"{"auth_mode":"apikey","OPENAI_API_KEY":"sk-1"}"#).plan == .api)
  }

  @Test(
    "refuses what codex refuses, without a word of its content",
    arguments: [
      (#"[]"#, "it is not a JSON object"), (#""s""#, "it is not a JSON object"),
      (#"{"auth_mode":7}"#, "its auth_mode is not text"),
      (#"{"OPENAI_API_KEY":{}}"#, "its OPENAI_API_KEY is not text"),
      (#"{"tokens":"secret"}"#, "its tokens are not an object"),
      (#"{"tokens":{}}"#, "its tokens lack id_token"),
      (#"{"tokens":{"id_token":"secret"}}"#, "its tokens lack access_token"),
      (
        #"{"tokens":{"id_token":"secret","access_token":"a"}}"#, "its tokens lack refresh_token"
      ),
      (
        #"{"tokens":{"id_token":"secret","access_token":"a","refresh_token":"r"}}"#,
        "its id_token is not a token"
      ),
      (
        #"{"tokens":{"id_token":"secret","access_token":"a","refresh_token":[]}}"#,
        "its refresh_token is not text"
      ),
      ("{\"a\":\u{0}}", "it is not JSON at line 1"),
    ])
  func flaws(text: String, clause: String) {
    let flaw = #expect(throws: AuthFile.Flaw.self) { try file(text) }

    #expect(flaw?.clause == clause)
  }

  @Test("keeps everything it does not know when tokens are renewed")
  func lossless() throws {
    let session = SignInFixture()
    let rich = session.json
      .replacing(#""tokens":{"#, with: #""x":[1.0,{"y":null}],"tokens":{"extra":true,"#)
      .replacing(#""last_refresh""#, with: #""agent_identity":{"k":"v"},"last_refresh""#)
    let fresh = SignInFixture { $0.serial = 1 }

    let renewed = try file(rich).replacing(
      RenewedTokens(
        idToken: nil, accessToken: Redacted(fresh.accessToken), refreshToken: Redacted("r-1")),
      at: Date(timeIntervalSince1970: 1_800_000_000.25))

    let expected = try JSONReader.value(
      in: Array(
        rich.replacing(session.accessToken, with: fresh.accessToken)
          .replacing("refresh-0", with: "r-1")
          .replacing("2027-01-15T07:00:00.123456789Z", with: "2027-01-15T08:00:00.250Z").utf8))
    #expect(text(renewed) == JSONWriter.pretty(expected))
    #expect(try AuthFile(renewed.data.reveal()) == renewed)
    #expect(renewed.claims?.email == "ada@example.com")
  }

  @Test("writes an API key as codex does")
  func key() {
    let file = AuthFile(apiKey: Redacted("sk-1"))

    #expect(text(file) == "{\n  \"auth_mode\": \"apikey\",\n  \"OPENAI_API_KEY\": \"sk-1\"\n}")
    #expect(file.credentials?.accessToken.reveal() == "sk-1")
    #expect(file.credentials?.expiresAt == nil)
  }

  @Test("copies a sign-in without anything beside it")
  func withoutExtras() throws {
    let rich = SignInFixture().json
      .replacing(#""tokens":{"#, with: #""x":1,"tokens":{"extra":true,"#)

    let copy = try file(rich).withoutExtras

    let members = try JSONReader.value(in: Array(copy.data.reveal())).members ?? []
    #expect(members.map(\.name) == ["auth_mode", "OPENAI_API_KEY", "tokens", "last_refresh"])
    #expect(
      members[2].value.members?.map(\.name)
        == ["id_token", "access_token", "refresh_token", "account_id"])
    #expect(copy.lastRefresh != nil)
  }

  @Test("tells sessions apart by their refresh token, and never prints one")
  func fingerprints() throws {
    let first = try AuthFile(SignInFixture().data)
    let second = try AuthFile(SignInFixture { $0.refreshToken = "refresh-1" }.data)

    #expect(first.credentialFingerprint != second.credentialFingerprint)
    #expect(first.credentialFingerprint?.count == 32)
    let keys = ["sk-1", "sk-2"].map { AuthFile(apiKey: Redacted($0)).credentialFingerprint }
    #expect(Set(keys).count == 2)
    #expect(!String(reflecting: first).contains("refresh-0"))
    #expect(!"\(first)".contains(SignInFixture().accessToken))
  }

  @Test("belongs to the same account only if both ids agree")
  func sameAccount() throws {
    let ours = try AuthFile(SignInFixture().data)
    let seat = try AuthFile(SignInFixture { $0.userID = "user-bob" }.data)
    let workspace = try AuthFile(SignInFixture { $0.accountID = "account-2" }.data)

    #expect(ours.isSameAccount(as: ours))
    #expect(!ours.isSameAccount(as: seat))
    #expect(!ours.isSameAccount(as: workspace))
  }
}
