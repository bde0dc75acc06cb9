import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's tokens")
struct TokenTests {
  @Test("the id token carries the claims that codex reads")
  func claims() throws {
    let bench = Bench([
      StandinAccount(
        "work", accountID: "account-1", userID: "user-1", email: "a@b.test", plan: "pro")
    ])

    let set = try #require(bench.tokens("work", lifetimeSeconds: 310))

    let parts = set.idToken.reveal().split(separator: ".")
    let claims = try #require(Self.decoded(String(parts[1])))
    #expect(parts.count == 3)
    #expect(claims["email"] == "a@b.test")
    #expect(claims["iat"] == 1_800_000_000)
    #expect(claims["exp"] == 1_800_000_310)
    #expect(
      claims["https://api.openai.com/auth"] == [
        "chatgpt_plan_type": "pro", "chatgpt_user_id": "user-1", "user_id": "user-1",
        "chatgpt_account_id": "account-1",
      ])
    #expect("\(set)".contains("<redacted>") && !"\(set)".contains(parts[2]))
  }

  @Test("a sign-in can be had as the auth.json that codex writes")
  func authFile() throws {
    let bench = Bench([StandinAccount("work", accountID: "account-1")])

    let set = try #require(bench.tokens("work"))

    #expect(
      StandinJSON(set.authFile.reveal()) == [
        "auth_mode": "chatgpt", "OPENAI_API_KEY": nil,
        "tokens": [
          "id_token": .string(set.idToken.reveal()),
          "access_token": .string(set.accessToken.reveal()),
          "refresh_token": .string(set.refreshToken.reveal()), "account_id": "account-1",
        ],
        "last_refresh": "2027-01-15T08:00:00Z",
      ])
  }

  @Test("a refresh token serves once, and its successor goes on")
  func rotation() throws {
    let bench = Bench()
    let first = try bench.signIn()

    let second = try #require(bench.refresh(first.refresh).tokens)
    let reused = bench.refresh(first.refresh)
    let third = bench.refresh(second.refresh)
    let old = bench.usage(first)

    #expect(second.access != first.access && second.refresh != first.refresh)
    #expect(reused.status == 401)
    #expect(reused.errorCode == "refresh_token_reused")
    #expect(third.status == 200)
    #expect(old.status == 200)
    #expect(bench.state.counters.refreshes == ["work": 2])
    #expect(bench.state.counters.reuses == 1)
    #expect(bench.state.counters.refreshTokenUses.values.sorted() == [1, 2])
  }

  @Test("where it is set so, a reuse kills the whole sign-in")
  func reuseRevokes() throws {
    let bench = Bench()
    bench.state.settings.reuseRevokesGrant = true
    let first = try bench.signIn()
    let other = try bench.signIn()

    let second = try #require(bench.refresh(first.refresh).tokens)
    let reused = bench.refresh(first.refresh)
    let next = bench.refresh(second.refresh)
    let access = bench.usage(second)
    let otherAccess = bench.usage(other)

    #expect(reused.errorCode == "refresh_token_reused")
    #expect(next.errorCode == "refresh_token_invalidated")
    #expect(access.status == 401)
    #expect(otherAccess.status == 200)
  }

  @Test("an unknown refresh token is refused")
  func unknownRefresh() {
    let bench = Bench()

    let answer = bench.refresh("nobody's")

    #expect(answer.status == 401)
    #expect(answer.errorCode == "refresh_token_invalidated")
    #expect(bench.state.counters.refreshTokenUses.isEmpty)
  }

  @Test("a revoked sign-in is dead, with its bearer")
  func revocation() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let other = try bench.signIn()

    let revoked = bench.post(
      "/oauth/revoke",
      ["token": .string(tokens.refresh), "token_type_hint": "refresh_token", "client_id": "app"])
    let unknown = bench.post("/oauth/revoke", ["token": "nobody's"])

    #expect(revoked.status == 200 && unknown.status == 200)
    #expect(bench.refresh(tokens.refresh).errorCode == "refresh_token_invalidated")
    #expect(bench.usage(tokens).status == 401)
    #expect(bench.usage(other).status == 200)
    #expect(bench.state.counters.revocations == 1)
  }

  @Test("a bearer is refused once it has expired, and a refresh brings a good one")
  func expiry() throws {
    let bench = Bench()
    let tokens = try bench.signIn(lifetime: 310)

    bench.now += 309
    let before = bench.usage(tokens)
    bench.now += 1
    let after = bench.usage(tokens)
    let fresh = try #require(bench.refresh(tokens.refresh).tokens)

    #expect(before.status == 200)
    #expect(after.status == 401)
    #expect(after.errorCode == "token_expired")
    #expect(bench.usage(fresh).status == 200)
  }

  @Test("refused bearers leave the refresh alive")
  func revokedBearers() throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    bench.state.revokeBearers(of: "work")
    let refused = bench.usage(tokens)
    let fresh = try #require(bench.refresh(tokens.refresh).tokens)

    #expect(refused.status == 401)
    #expect(refused.errorCode == "token_invalidated")
    #expect(bench.usage(fresh).status == 200)
  }

  @Test("a dead sign-in refuses bearer and refresh with the code a test chose")
  func deadSignIn() throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    bench.state.signOut("work", code: "refresh_token_expired")
    let later = try bench.signIn()

    #expect(bench.usage(tokens).status == 401)
    #expect(bench.refresh(tokens.refresh).errorCode == "refresh_token_expired")
    #expect(bench.usage(later).status == 401)
    #expect(bench.refresh(later.refresh).errorCode == "refresh_token_invalidated")
  }

  @Test("who is welcome again gets tokens that are good; the old ones stay dead")
  func welcome() throws {
    let bench = Bench()
    let old = try bench.signIn()
    bench.state.signOut("work")

    bench.state.welcome("work")
    let new = try bench.signIn()

    #expect(bench.usage(new).status == 200)
    #expect(bench.refresh(new.refresh).status == 200)
    #expect(bench.usage(old).status == 401)
    #expect(bench.refresh(old.refresh).status == 401)
  }

  @Test("no bearer, a foreign one and one of a deleted account are refused")
  func strangers() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    _ = bench.state.remove("work")

    #expect(bench.send("GET", "/backend-api/wham/usage").status == 401)
    #expect(bench.send("GET", "/backend-api/wham/usage", bearer: "stranger").status == 401)
    #expect(bench.usage(tokens).status == 401)
    #expect(bench.refresh(tokens.refresh).status == 401)
  }

  @Test("a bearer with another account's id is refused")
  func mismatch() throws {
    let bench = Bench([StandinAccount("work", accountID: "account-1")])
    let tokens = try bench.signIn()

    let wrong = bench.send(
      "GET", "/wham/usage", bearer: tokens.access,
      headers: [HTTPField("ChatGPT-Account-Id", "account-2")])
    let right = bench.send(
      "GET", "/wham/usage", bearer: tokens.access,
      headers: [HTTPField("ChatGPT-Account-Id", "account-1")])

    #expect(wrong.status == 403)
    #expect(wrong.errorCode == "account_mismatch")
    #expect(right.status == 200)
  }

  @Test("an API key speaks for its account")
  func apiKey() {
    var account = StandinAccount("paid", windows: [])
    account.apiKey = "sk-standin"
    let bench = Bench([account])

    let answer = bench.post("/v1/responses", Bench.turnBody("hi"), bearer: "sk-standin")

    #expect(answer.reply == "echo: hi")
    #expect(bench.state.entries.map(\.account) == ["paid"])
  }

  @Test("the token endpoint wants a client and a grant it knows")
  func badGrants() {
    let bench = Bench()
    let exchange: StandinJSON = [
      "client_id": "app", "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    ]

    let noClient = bench.post("/oauth/token", ["grant_type": "refresh_token"])
    let foreign = bench.post("/oauth/token", exchange)
    let broken = bench.send("POST", "/oauth/token", body: "no object")

    #expect(noClient.errorCode == "invalid_client")
    #expect(foreign.errorCode == "unsupported_grant_type")
    #expect(broken.status == 400)
  }

  private static func decoded(_ part: String) -> StandinJSON? {
    var text = part.replacing("-", with: "+").replacing("_", with: "/")
    while text.count % 4 > 0 { text += "=" }
    return Data(base64Encoded: text).flatMap { StandinJSON($0) }
  }
}
