import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's quota")
struct UsageTests {
  @Test("wham/usage has the shape that codex reads")
  func shape() throws {
    var account = StandinAccount(
      "work", accountID: "account-1", userID: "user-1", email: "a@b.test", plan: "team",
      windows: [.fiveHours(used: 36.9, resetsInSeconds: 8_280), .week(used: 29)])
    account.credits = Credits(hasCredits: true, isUnlimited: false, balance: "9.99")
    account.bankedResets = 2
    account.extraLimits = [StandinExtraLimit(name: "Spark", windows: [.fiveHours(used: 100)])]
    let bench = Bench([account])
    let tokens = try bench.signIn()

    let answer = bench.usage(tokens)

    let extra: StandinJSON = [
      "used_percent": 100, "limit_window_seconds": 18_000, "reset_after_seconds": 18_000,
      "reset_at": 1_800_018_000,
    ]
    #expect(answer.status == 200)
    #expect(
      answer.json == [
        "user_id": "user-1", "account_id": "account-1", "email": "a@b.test", "plan_type": "team",
        "rate_limit": [
          "allowed": true, "limit_reached": false,
          "primary_window": [
            "used_percent": 36, "limit_window_seconds": 18_000, "reset_after_seconds": 8_280,
            "reset_at": 1_800_008_280,
          ],
          "secondary_window": [
            "used_percent": 29, "limit_window_seconds": 604_800, "reset_after_seconds": 604_800,
            "reset_at": 1_800_604_800,
          ],
        ],
        "additional_rate_limits": [
          [
            "limit_name": "Spark", "metered_feature": "codex_spark",
            "rate_limit": [
              "allowed": false, "limit_reached": true, "primary_window": extra,
              "secondary_window": nil,
            ],
          ]
        ],
        "code_review_rate_limit": nil, "spend_control": nil, "rate_limit_reached_type": nil,
        "credits": ["has_credits": true, "unlimited": false, "balance": "9.99"],
        "rate_limit_reset_credits": ["available_count": 2],
      ])
  }

  @Test("an account without windows has no rate limit")
  func noWindows() throws {
    let bench = Bench([StandinAccount("work", windows: [])])
    let tokens = try bench.signIn()

    let answer = bench.usage(tokens)

    #expect(answer.json?["rate_limit"] == StandinJSON.null)
  }

  @Test(
    "the base path may have the backend's prefix or not",
    arguments: ["/backend-api/wham/usage", "/wham/usage", "/api/codex/usage", "/wham/usage?a=b"])
  func basePaths(path: String) throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    let answer = bench.send("GET", path, bearer: tokens.access)

    #expect(answer.json?["plan_type"] == "plus")
  }

  @Test("a turn moves every main window by the account's step, and says so in its header")
  func step() throws {
    let bench = Bench([
      StandinAccount("work", windows: [.fiveHours(used: 10), .week(used: 20)], stepPercent: 2.5)
    ])
    let tokens = try bench.signIn()

    let turn = bench.turn(tokens)

    let limits = turn.headers.filter { $0.name.hasPrefix("x-codex-") }
    #expect(
      limits == [
        HTTPField("x-codex-primary-used-percent", "12.5"),
        HTTPField("x-codex-primary-window-minutes", "300"),
        HTTPField("x-codex-primary-reset-at", "1800018000"),
        HTTPField("x-codex-secondary-used-percent", "22.5"),
        HTTPField("x-codex-secondary-window-minutes", "10080"),
        HTTPField("x-codex-secondary-reset-at", "1800604800"),
        HTTPField("x-codex-turn-state", "turn-of-work"),
      ])
  }

  @Test("a used-up window refuses turns until its reset, then starts over")
  func limit() throws {
    let bench = Bench([
      StandinAccount("work", windows: [.fiveHours(used: 99, resetsInSeconds: 60)])
    ])
    let tokens = try bench.signIn()

    let last = bench.turn(tokens)
    let refused = bench.turn(tokens)
    let usage = bench.usage(tokens)
    bench.now += 60
    let again = bench.turn(tokens)

    #expect(last.status == 200)
    #expect(refused.status == 429)
    #expect(
      refused.json?["error"] == [
        "type": "usage_limit_reached", "message": "The usage limit has been reached",
        "plan_type": "plus", "resets_at": 1_800_000_060, "resets_in_seconds": 60,
      ])
    #expect(usage.json?["rate_limit"]?["allowed"] == false)
    #expect(usage.json?["rate_limit"]?["limit_reached"] == true)
    #expect(usage.json?["rate_limit_reached_type"] == ["type": "rate_limit_reached"])
    #expect(again.status == 200)
    #expect(again.headers.value(of: "x-codex-primary-used-percent") == "1.0")
  }

  @Test("the refusal names the last reset when both windows are used up")
  func laterReset() throws {
    let bench = Bench([
      StandinAccount(
        "work",
        windows: [
          .fiveHours(used: 100, resetsInSeconds: 60), .week(used: 100, resetsInSeconds: 90),
        ])
    ])
    let tokens = try bench.signIn()

    let refused = bench.turn(tokens)

    #expect(refused.json?["error"]?["resets_in_seconds"] == 90)
  }

  @Test("credits carry an account on when its windows are used up")
  func credits() throws {
    var account = StandinAccount("work", windows: [.week(used: 100)])
    account.credits = Credits(hasCredits: true, isUnlimited: false, balance: "1")
    let bench = Bench([account])
    let tokens = try bench.signIn()

    let usage = bench.usage(tokens)
    let turn = bench.turn(tokens)

    #expect(usage.json?["rate_limit"]?["allowed"] == true)
    #expect(usage.json?["rate_limit"]?["limit_reached"] == true)
    #expect(turn.status == 200)
    #expect(turn.headers.value(of: "x-codex-credits-balance") == "1")
    #expect(turn.headers.value(of: "x-codex-rate-limit-reached-type") == "rate_limit_reached")
  }

  @Test("a verdict that a test sets beats the percentages")
  func verdict() throws {
    var account = StandinAccount("work")
    account.isAllowed = false
    account.isLimitReached = true
    let bench = Bench([account])
    let tokens = try bench.signIn()

    let usage = bench.usage(tokens)
    let turn = bench.turn(tokens)

    #expect(usage.json?["rate_limit"]?["allowed"] == false)
    #expect(usage.json?["rate_limit"]?["limit_reached"] == true)
    #expect(turn.status == 429)
  }

  @Test("a banked reset empties the windows once, and only where there is something to empty")
  func bankedReset() throws {
    var account = StandinAccount("work", windows: [.week(used: 100)])
    account.bankedResets = 2
    let bench = Bench([account])
    let tokens = try bench.signIn()
    let path = "/backend-api/wham/rate-limit-reset-credits"
    func redeem(_ request: String) -> StandinJSON? {
      bench.post(
        path + "/consume", ["redeem_request_id": .string(request)], bearer: tokens.access
      ).json
    }

    let before = bench.send("GET", path, bearer: tokens.access)
    let answers = ["one", "one", "two"].map(redeem)
    let usage = bench.usage(tokens)
    _ = bench.turn(tokens)
    let later = ["two", "three"].map(redeem)

    let credit: StandinJSON = [
      "id": "reset-credit-1", "reset_type": "codex_rate_limits", "status": "available",
      "granted_at": "2027-01-15T08:00:00Z", "expires_at": nil, "title": nil, "description": nil,
    ]
    #expect(before.json?["available_count"] == 2)
    #expect(before.json?["credits"]?.array?.first == credit)
    #expect(
      (answers + later) == [
        ["code": "reset", "windows_reset": 1], ["code": "already_redeemed", "windows_reset": 0],
        ["code": "nothing_to_reset", "windows_reset": 0], ["code": "reset", "windows_reset": 1],
        ["code": "no_credit", "windows_reset": 0],
      ])
    #expect(usage.json?["rate_limit"]?["primary_window"]?["used_percent"] == 0)
    #expect(usage.json?["rate_limit_reset_credits"]?["available_count"] == 1)
  }

  @Test("the clock can be moved")
  func clock() throws {
    let bench = Bench([
      StandinAccount("work", windows: [.week(used: 50, resetsInSeconds: 3_600)])
    ])
    let tokens = try bench.signIn()
    bench.state.settings.clockOffsetSeconds = 3_600

    let usage = bench.usage(tokens)

    #expect(usage.json?["rate_limit"]?["primary_window"]?["used_percent"] == 0)
  }
}
