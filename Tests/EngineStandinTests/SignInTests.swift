import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's sign-in flows")
struct SignInTests {
  private let bench = Bench([StandinAccount("work"), StandinAccount("home")])

  @Test("a device code is pending until its poll comes, then signs the chosen account in once")
  func deviceFlow() throws {
    bench.state.settings.approvesDeviceAtPoll = 3
    bench.state.settings.approver = "home"
    let device = try begin()

    let polls = (1...3).map { _ in poll(device) }
    let after = poll(device)
    let code = try #require(polls[2].json?["authorization_code"]?.string)
    let tokens = try #require(exchange(code).tokens)
    let again = exchange(code)

    #expect(polls.map(\.status) == [403, 403, 200])
    #expect(polls[2].json?["code_verifier"]?.string?.isEmpty == false)
    #expect(polls[2].json?["code_challenge"]?.string?.isEmpty == false)
    #expect(after.status == 400)
    #expect(bench.usage(tokens).json?["email"] == "home@standin.test")
    #expect(again.errorCode == "invalid_grant")
    #expect(bench.state.counters.signIns == ["home": 1])
  }

  @Test("a test decides about a device code", arguments: ["approve", "deny"])
  func decision(word: String) throws {
    bench.state.settings.approvesDeviceAtPoll = nil
    let device = try begin()

    let before = poll(device)
    let listed = bench.send("GET", "/standin/device")
    let decided = bench.post(
      "/standin/device/" + (device["user_code"]?.string ?? ""),
      ["decision": .string(word), "account": "home"])
    let after = poll(device)

    #expect(before.status == 403)
    #expect(listed.json == [["user_code": device["user_code"] ?? .null, "polls": 1]])
    #expect(decided.status == 204)
    #expect(after.status == (word == "approve" ? 200 : 400))
    #expect(after.errorCode == (word == "approve" ? nil : "access_denied"))
  }

  @Test("a decision for an unknown code, an unknown account or of no meaning is not taken")
  func badDecisions() throws {
    bench.state.settings.approvesDeviceAtPoll = nil
    let device = try begin()
    let path = "/standin/device/" + (device["user_code"]?.string ?? "")

    let answers = [
      bench.post("/standin/device/NONE-CODE", ["decision": "approve"]),
      bench.post(path, ["decision": "approve", "account": "nobody"]),
      bench.post(path, ["decision": "perhaps"]),
    ]

    #expect(answers.map(\.status) == [404, 404, 404])
    #expect(poll(device).status == 403)
  }

  @Test("the device flow can be switched off, denied, and has no one to approve without accounts")
  func refusals() throws {
    bench.state.settings.offersDeviceFlow = false
    let off = bench.post("/api/accounts/deviceauth/usercode", ["client_id": "app"])
    bench.state.settings.offersDeviceFlow = true
    let device = try begin()
    bench.state.settings.approver = "nobody"
    let pending = poll(device)
    bench.state.settings.deniesSignIn = true
    let denied = poll(device)

    #expect(off.status == 404)
    #expect(pending.status == 403)
    #expect(denied.errorCode == "access_denied")
  }

  @Test("a poll with a wrong pair of codes is refused")
  func wrongPair() throws {
    let device = try begin()

    let answer = bench.post(
      "/api/accounts/deviceauth/token",
      ["device_auth_id": device["device_auth_id"] ?? .null, "user_code": "NONE-CODE"])

    #expect(answer.errorCode == "invalid_device_code")
  }

  @Test("the browser flow goes back with a code and the state")
  func browserFlow() throws {
    let redirect = "http://localhost:1455/auth/callback"

    let answer = bench.send("GET", authorizePath(redirect))

    let target = try #require(answer.headers.value(of: "location"))
    let query = StandinRequest("GET", target).query
    let code = try #require(query["code"])
    #expect(answer.status == 302)
    #expect(target.hasPrefix(redirect + "?code="))
    #expect(query["state"] == "a b/c")
    #expect(exchange(code, redirect: "http://localhost:1/else").errorCode == "invalid_grant")
    #expect(exchange(code, redirect: redirect).tokens != nil)
  }

  @Test("a denied browser sign-in goes back with the error")
  func deniedBrowserFlow() throws {
    bench.state.settings.deniesSignIn = true

    let answer = bench.send("GET", authorizePath("http://127.0.0.1:1455/auth/callback"))

    let query = StandinRequest("GET", answer.headers.value(of: "location") ?? "").query
    #expect(query["error"] == "access_denied")
    #expect(query["state"] == "a b/c")
  }

  @Test("a code never goes to another machine", arguments: ["https://example.test/", "", "/x"])
  func foreignRedirect(redirect: String) {
    let answer = bench.send("GET", authorizePath(redirect))

    #expect(answer.status == 400)
  }

  @Test("a sign-in makes a dead account live again")
  func revival() throws {
    bench.state.signOut("work")
    let device = try begin()

    let code = try #require(poll(device).json?["authorization_code"]?.string)
    let tokens = try #require(exchange(code).tokens)

    #expect(bench.usage(tokens).status == 200)
    #expect(bench.state.account("work")?.isSignedOut == false)
  }

  @Test("a code without its verifier is not exchanged")
  func noVerifier() throws {
    let device = try begin()
    let code = try #require(poll(device).json?["authorization_code"])

    let answer = bench.post(
      "/oauth/token", ["client_id": "app", "grant_type": "authorization_code", "code": code])

    #expect(answer.errorCode == "invalid_grant")
  }

  private func begin() throws -> StandinJSON {
    let answer = bench.post("/api/accounts/deviceauth/usercode", ["client_id": "app"])
    #expect(answer.json?["interval"] == "1")
    return try #require(answer.json)
  }

  private func poll(_ device: StandinJSON) -> StandinAnswer {
    bench.post(
      "/api/accounts/deviceauth/token",
      [
        "device_auth_id": device["device_auth_id"] ?? .null,
        "user_code": device["user_code"] ?? .null,
      ])
  }

  private func exchange(
    _ code: String, redirect: String = "http://127.0.0.1/deviceauth/callback"
  ) -> StandinAnswer {
    let form =
      "grant_type=authorization_code&client_id=app&code_verifier=v&code=\(code)"
      + "&redirect_uri=" + redirect.replacing(":", with: "%3A").replacing("/", with: "%2F")
    let request = StandinRequest(
      "POST", "/oauth/token",
      headers: [HTTPField("Content-Type", "application/x-www-form-urlencoded")],
      body: Data(form.utf8))
    let exchange = bench.state.receive(request, at: bench.now)
    bench.state.end(exchange, as: .complete)
    return exchange.answer
  }

  private func authorizePath(_ redirect: String) -> String {
    "/oauth/authorize?response_type=code&redirect_uri=\(redirect)&state=a+b%2Fc"
  }
}
