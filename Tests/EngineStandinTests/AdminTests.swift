import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's admin requests")
struct AdminTests {
  private let bench = Bench([])

  @Test("an account is added by its name alone, with everything usual")
  func addition() {
    let added = bench.post("/standin/accounts", ["name": "work"])
    let listed = bench.send("GET", "/standin/accounts/work")

    #expect(added.status == 201)
    #expect(bench.state.account("work") == StandinAccount("work"))
    #expect(listed.json?["account"]?["email"] == "work@standin.test")
    #expect(listed.json?["usage"]?["plan_type"] == "plus")
    #expect(listed.json?["behaviours"] == [])
  }

  @Test("an account is added with everything said about it")
  func wholeAddition() {
    var wanted = StandinAccount(
      "work", accountID: "a", userID: "u", email: "e@f.test", plan: "team",
      windows: [.week(used: 12.5, resetsInSeconds: 9)], stepPercent: 3)
    wanted.extraLimits = [StandinExtraLimit(name: "x", windows: [])]
    wanted.credits = Credits(hasCredits: true, isUnlimited: false, balance: "1")
    wanted.bankedResets = 2
    wanted.bankedResetSeconds = 60
    wanted.isAllowed = true
    wanted.isLimitReached = false
    wanted.reply = "hello"
    wanted.workspaceOrigin = "NO_CONSTRAINT"
    wanted.routingOverride = "us"
    wanted.apiKey = "sk-1"
    wanted.isSignedOut = true

    let added = bench.post(
      "/standin/accounts",
      [
        "name": "work", "account_id": "a", "user_id": "u", "email": "e@f.test", "plan": "team",
        "windows": [
          ["length_seconds": 604_800, "used_percent": 12.5, "resets_in_seconds": 9]
        ],
        "step_percent": 3, "extra_limits": [["name": "x", "windows": []]],
        "credits": ["hasCredits": true, "isUnlimited": false, "balance": "1"],
        "banked_resets": 2, "banked_reset_seconds": 60, "allowed": true, "limit_reached": false,
        "reply": "hello",
        "workspace_origin": "NO_CONSTRAINT", "routing_override": "us", "api_key": "sk-1",
        "signed_out": true,
      ])

    #expect(added.status == 201)
    #expect(bench.state.account("work") == wanted)
  }

  @Test("a sign-in comes as an auth.json whose bearer works")
  func signIn() throws {
    bench.state.add(StandinAccount("work"), at: bench.now)

    let file = bench.post("/standin/accounts/work/sign-in", ["lifetime_seconds": 310])

    let access = try #require(file.json?["tokens"]?["access_token"]?.string)
    #expect(bench.send("GET", "/wham/usage", bearer: access).status == 200)
    bench.now += 310
    #expect(bench.send("GET", "/wham/usage", bearer: access).status == 401)
  }

  @Test("bearers can be revoked, and a sign-in ended with a code")
  func ends() throws {
    bench.state.add(StandinAccount("work"), at: bench.now)
    let tokens = try bench.signIn()

    let revoked = bench.post("/standin/accounts/work/revoke-bearers", [:])
    let fresh = try #require(bench.refresh(tokens.refresh).tokens)
    let ended = bench.post(
      "/standin/accounts/work/sign-out", ["code": "refresh_token_expired"])

    #expect(revoked.status == 204 && ended.status == 204)
    #expect(bench.usage(tokens).status == 401)
    #expect(bench.refresh(fresh.refresh).errorCode == "refresh_token_expired")
  }

  @Test("scripts are added, one line or several, and emptied, for one account or for all")
  func scripts() throws {
    bench.state.add(StandinAccount("work"), at: bench.now)
    let tokens = try bench.signIn()

    let line: StandinJSON = ["kind": "status", "status": 500, "endpoint": "usage", "times": 1]
    let one = bench.post("/standin/accounts/work/behaviours", line)
    let two = bench.post("/standin/accounts/work/behaviours", [line, ["kind": "unauthorized"]])
    let statuses = (1...3).map { _ in bench.usage(tokens).status }
    let cleared = bench.send("DELETE", "/standin/accounts/work/behaviours")
    let after = bench.usage(tokens).status
    let common = bench.post("/standin/accounts/*/behaviours", line)
    let everybody = bench.usage(tokens).status

    #expect([one, two, cleared, common].map(\.status) == [204, 204, 204, 204])
    #expect(statuses == [500, 500, 401])
    #expect(after == 200 && everybody == 500)
  }

  @Test("settings change one by one")
  func settings() {
    let changed = bench.post("/standin/settings", ["token_lifetime_seconds": 310])
    let manual = bench.post(
      "/standin/settings", ["approves_device_at_poll": nil, "approver": "home"])

    var wanted = StandinSettings()
    wanted.tokenLifetimeSeconds = 310
    wanted.approvesDeviceAtPoll = nil
    wanted.approver = "home"
    #expect(changed.json?["token_lifetime_seconds"] == 310)
    #expect(manual.status == 200)
    #expect(bench.state.settings == wanted)
  }

  @Test("the log can be read from a number on and emptied, and admin requests are not in it")
  func log() {
    _ = bench.send("GET", "/elsewhere")
    _ = bench.send("GET", "/elsewhere")

    let all = bench.send("GET", "/standin/log")
    let later = bench.send("GET", "/standin/log?after=1")
    let counters = bench.send("GET", "/standin/counters")
    let emptied = bench.send("DELETE", "/standin/log")

    #expect(all.json?.array?.compactMap { $0["number"]?.integer } == [1, 2])
    #expect(later.json?.array?.compactMap { $0["number"]?.integer } == [2])
    #expect(counters.json?["requests"] == ["unknown": 2])
    #expect(emptied.status == 204)
    #expect(bench.state.entries.isEmpty && bench.state.counters.requests.isEmpty)
  }

  @Test("a reset starts over")
  func reset() throws {
    bench.state.add(StandinAccount("work"), at: bench.now)
    bench.state.settings.deniesSignIn = true
    let tokens = try bench.signIn()

    let answer = bench.post("/standin/reset", [:])
    bench.state.add(StandinAccount("work"), at: bench.now)

    #expect(answer.status == 204)
    #expect(bench.state.settings == StandinSettings())
    #expect(bench.usage(tokens).status == 401)
  }

  @Test(
    "what makes no sense is refused and changes nothing",
    arguments: [
      ("POST", "/standin/accounts", "{}", 400), ("POST", "/standin/accounts", "nonsense", 400),
      ("POST", "/standin/accounts/work/behaviours", "{\"kind\":\"dance\"}", 400),
      ("POST", "/standin/settings", "{\"token_lifetime_seconds\":\"x\"}", 400),
      ("POST", "/standin/accounts/nobody/behaviours", "{\"kind\":\"hang\"}", 404),
      ("POST", "/standin/accounts/nobody/sign-in", "{}", 404),
      ("POST", "/standin/accounts/nobody/sign-out", "{}", 404),
      ("DELETE", "/standin/accounts/nobody", "", 404), ("GET", "/standin/accounts/nobody", "", 404),
      ("PUT", "/standin/settings", "{}", 404), ("GET", "/standin/elsewhere", "", 404),
    ])
  func nonsense(method: String, path: String, body: String, status: Int) {
    bench.state.add(StandinAccount("work"), at: bench.now)
    let request = StandinRequest(method, path, body: Data(body.utf8))

    let answer = bench.state.receive(request, at: bench.now).answer

    #expect(answer.status == status)
    #expect(bench.state.accountNames == ["work"])
    #expect(bench.state.settings == StandinSettings())
  }

  @Test("the sample shows the dashboard's seven accounts")
  func sample() throws {
    for account in SampleAccounts.all { bench.state.add(account, at: bench.now) }

    let lines = try SampleAccounts.all.map { account in
      let body = bench.usage(try bench.signIn(account.name)).json
      let windows = ["primary_window", "secondary_window"].map { window in
        let used = body?["rate_limit"]?[window]?["used_percent"]?.integer
        return used.map { "\(100 - $0)" } ?? "-"
      }
      return "\(account.name) \(account.plan) " + windows.joined(separator: "/")
    }

    #expect(
      lines == [
        "work-1 team 64/71", "home pro 98/46", "lab plus 15/58", "ops team 0/33",
        "spare plus 100/9", "beta team -/-", "old free 100/-",
      ])
  }
}
