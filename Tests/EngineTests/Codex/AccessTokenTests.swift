import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("Sign-ins by access token")
struct AccessTokenTests {
  private func file(_ text: String) throws -> AuthFile { try AuthFile(Data(text.utf8)) }

  private let claims =
    #"{"agent_runtime_id":"a","account_id":"acc","chatgpt_user_id":"u","email":"a@b.c","#
    + #""plan_type":"team","exp":1800000000}"#

  @Test("codex's file of a personal access token is read with and without its mode")
  func personal() throws {
    let plain = try file(#"{"OPENAI_API_KEY":null,"personal_access_token":"at-1"}"#)
    let named = try file(
      #"{"auth_mode":"personalAccessToken","personal_access_token":"at-1","tokens":null}"#)

    for read in [plain, named] {
      #expect(read.mode == .accessToken && !read.mode.isRenewed)
      #expect(read.accessToken == Redacted("at-1"))
      #expect(read.importFlaw == nil)
      #expect(read.credentials?.accessToken == Redacted("at-1"))
      #expect(read.withoutExtras == AuthFile(accessToken: Redacted("at-1")))
    }
    #expect(plain.credentialFingerprint == named.credentialFingerprint)
    #expect(
      String(decoding: AuthFile(accessToken: Redacted("at-1")).data.reveal(), as: UTF8.self)
        == "{\n  \"OPENAI_API_KEY\": null,\n  \"personal_access_token\": \"at-1\"\n}")
  }

  @Test(
    "an agent identity names its person and its end, and offers no bearer",
    arguments: [true, false])
  func agent(isToken: Bool) throws {
    let value = isToken ? "\"\(SignInFixture.token(claims))\"" : claims
    let read = try file(#"{"OPENAI_API_KEY":null,"agent_identity":\#(value)}"#)

    #expect(read.mode == .agentIdentity && read.credential == .agentIdentity)
    #expect(read.chatGPTIdentity == .chatGPT(accountID: "acc", userID: "u"))
    #expect(read.claims?.email == "a@b.c" && read.plan == Plan("team"))
    #expect(read.credentials == nil && read.importFlaw == nil)
    #expect(read.accessTokenExpiresAt == (isToken ? Date(timeIntervalSince1970: 1.8e9) : nil))
    #expect(read.withoutExtras == read)
  }

  @Test("an empty token, or an identity of no one, is no sign-in")
  func flaws() throws {
    #expect(try file(#"{"auth_mode":"personalAccessToken"}"#).importFlaw == "it holds no token")
    #expect(
      try file(#"{"personal_access_token":""}"#).importFlaw == "it holds no token")
    #expect(
      try file(#"{"agent_identity":{}}"#).importFlaw == "it names no account and person")
  }
}
