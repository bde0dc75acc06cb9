import Testing

@testable import EngineCore

@Suite("AccountStanding")
struct AccountStandingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let candidate: Candidate
    let state: AccountState
    var low: Int?
    var again: Double?
    var testDescription: String { what }
  }

  static let cases = [
    Case(
      what: "switched off beats everything",
      candidate: .limited("x", week: 100).with {
        $0.isEnabled = false
        $0.isExpired = true
      }, state: .off),
    Case(
      what: "expired beats what the quota says",
      candidate: .limited("x", week: 100).with { $0.isExpired = true }, state: .expired),
    Case(
      what: "refused with something left everywhere is blocked",
      candidate: .account("x", week: 90, allowed: false), state: .blocked),
    Case(
      what: "a limit without a used-up window is blocked",
      candidate: .account("x", week: 90, reached: true), state: .blocked),
    Case(
      what: "a known refusal is blocked until its time",
      candidate: .account("x").with {
        $0.condition = AccountCondition(blockedUntil: now + 60, blockedReason: "limited")
      }, state: .blocked, again: 60),
    Case(
      what: "a known refusal without a reading is blocked",
      candidate: Candidate(
        id: AccountID("x"), label: "x", condition: AccountCondition(blockedReason: "refused (403)")
      ), state: .blocked),
    Case(
      what: "a used-up window is waiting, not blocked",
      candidate: .limited("x", week: 100), state: .waiting, again: 86_400),
    Case(
      what: "a used-up window is waiting even if the server refuses the account too",
      candidate: .limited("x", week: 100).with {
        $0.condition = AccountCondition(blockedUntil: now + 90_000, blockedReason: "limited")
      }, state: .waiting, again: 90_000),
    Case(
      what: "a used-up window is waiting whatever the verdict",
      candidate: .account("x", short: 100), state: .waiting, again: 3_600),
    Case(
      what: "waiting for two windows lasts until both are reset",
      candidate: .limited("x", week: 100, short: 100), state: .waiting, again: 86_400),
    Case(
      what: "waiting without a reset time has no end",
      candidate: .limited("x", week: 100, weekResets: nil), state: .waiting),
    Case(
      what: "a used-up window that has been reset is ready again",
      candidate: .limited("x", short: 100, shortResets: -1), state: .ready),
    Case(
      what: "never measured is unknown, even with a run",
      candidate: Candidate(id: AccountID("x"), label: "x", liveRuns: 1), state: .unknown),
    Case(
      what: "measured without any window is unknown",
      candidate: .account("x").with {
        $0.reading = QuotaReading(
          readAt: now, source: .usage, isAllowed: nil, isLimitReached: nil, windows: [])
      }, state: .unknown),
    Case(
      what: "15% left is low and names the window",
      candidate: .account("x", week: 85, short: 10), state: .low, low: 604_800),
    Case(
      what: "low names the window with the least left",
      candidate: .account("x", week: 90, short: 95), state: .low, low: 18_000),
    Case(
      what: "low names the longest of equals",
      candidate: .account("x", week: 90, short: 90), state: .low, low: 604_800),
    Case(
      what: "low beats in use",
      candidate: .account("x", week: 99).with { $0.liveRuns = 1 }, state: .low, low: 604_800),
    Case(
      what: "a run makes it in use",
      candidate: .account("x", week: 84.9).with { $0.liveRuns = 2 }, state: .inUse),
    Case(what: "more than 15% everywhere is ready", candidate: .account("x"), state: .ready),
    Case(
      what: "an old reading still tells a state",
      candidate: .account("x", ageSeconds: 500_000), state: .ready),
    Case(what: "an API key is ready", candidate: .apiKey("x"), state: .ready),
    Case(
      what: "an API key with a run is in use",
      candidate: .apiKey("x").with { $0.liveRuns = 1 }, state: .inUse),
    Case(
      what: "an API key that is refused is blocked",
      candidate: .apiKey("x").with { $0.condition.blockedReason = "no credit" }, state: .blocked),
  ]

  @Test("one word for every account", arguments: cases)
  func standing(_ item: Case) {
    let standing = AccountStanding(of: item.candidate, at: now)

    #expect(standing.state == item.state)
    #expect(standing.lowWindow?.lengthSeconds == item.low)
    #expect(standing.usableAgainAt == item.again.map { now + $0 })
  }
}

extension Candidate {
  fileprivate func with(_ change: (inout Candidate) -> Void) -> Candidate {
    var copy = self
    change(&copy)
    return copy
  }
}
