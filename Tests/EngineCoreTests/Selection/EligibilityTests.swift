import Testing

@testable import EngineCore

@Suite("AccountSelector, who can be used at all")
struct EligibilityTests {
  /// A candidate that must not be chosen, the clause that says why, and when it returns.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let candidate: Candidate
    let reason: String
    var until: Double?
    var testDescription: String { reason }
  }

  static let refusals = [
    Refusal(
      candidate: .account("x") { $0.isEnabled = false }, reason: "it is disabled"),
    Refusal(
      candidate: .account("x") { $0.isExpired = true }, reason: "its session has expired"),
    Refusal(
      candidate: .account("x") { $0.reading = nil }, reason: "its quota was never read"),
    Refusal(
      candidate: .account("x", allowed: nil),
      reason: "its quota reading does not say whether it is allowed"),
    Refusal(
      candidate: .account("x", reached: nil),
      reason: "its quota reading does not say whether a limit is reached"),
    Refusal(
      candidate: .account("x") {
        $0.reading = QuotaReading(
          readAt: now, source: .usage, isAllowed: nil, isLimitReached: false, windows: [])
      },
      reason: "its quota reading does not say whether it is allowed, a window of a day or more"),
    Refusal(
      candidate: .account("x", week: 0, allowed: false),
      reason: "the server refuses it although no window is used up"),
    Refusal(
      candidate: .account("x", week: 0, reached: true),
      reason: "the server refuses it although no window is used up"),
    Refusal(
      candidate: .limited("x", week: 100), reason: "its week is used up, resets in 1d00h",
      until: 86_400),
    Refusal(
      candidate: .limited("x", short: 104), reason: "its 5h is used up, resets in 1h00m",
      until: 3_600),
    Refusal(
      candidate: .limited("x", week: 100, weekResets: nil), reason: "its week is used up"),
    Refusal(
      candidate: .limited("x", week: 100, short: 100),
      reason: "its 5h is used up, resets in 1h00m", until: 86_400),
    Refusal(
      candidate: .limited("x", week: 100, short: 100, weekResets: nil),
      reason: "its 5h is used up, resets in 1h00m"),
    Refusal(
      candidate: .limited("x", week: 100, short: 100, shortResets: -5),
      reason: "its week is used up, resets in 1d00h", until: 86_400),
    Refusal(
      candidate: .limited("x", week: 100, ageSeconds: 200_000),
      reason: "its week is used up, resets in 1d00h", until: 86_400),
    Refusal(
      candidate: .account("x", week: 0) {
        $0.condition = AccountCondition(blockedUntil: now + 60, blockedReason: "refused (403)")
      },
      reason: "the server refuses it: refused (403), for another 1m", until: 60),
    Refusal(
      candidate: .account("x", week: 0) { $0.condition.blockedReason = "workspace closed" },
      reason: "the server refuses it: workspace closed"),
    Refusal(
      candidate: .account("x", week: 0) { $0.condition.blockedUntil = now + 7_200 },
      reason: "the server refuses it, for another 2h00m", until: 7_200),
    Refusal(
      candidate: .account("x", week: 91) { $0.reservePercent = 10 },
      reason: "only 9% of its week is left and 10% is reserved, resets in 1d00h", until: 86_400),
    Refusal(
      candidate: .account("x", week: 50, short: 90) { $0.reservePercent = 10 },
      reason: "only 10% of its 5h is left and 10% is reserved, resets in 1h00m", until: 3_600),
    Refusal(
      candidate: .account("x", week: 100) { $0.reservePercent = 10 },
      reason: "only 0% of its week is left and 10% is reserved, resets in 1d00h", until: 86_400),
    Refusal(
      candidate: .apiKey("x"),
      reason: "an API key is used only when it is named or listed as a fallback"),
  ]

  @Test("is never chosen, says why, and names the end only if it is known", arguments: refusals)
  func refused(_ refusal: Refusal) {
    let ranking = rank([refusal.candidate])

    #expect(ranking.selected == nil)
    #expect(ranking.entries.map(\.isViable) == [false])
    #expect(ranking.entries.map(\.reason) == [refusal.reason])
    #expect(ranking.blockedUntil == refusal.until.map { now + $0 })
  }

  @Test("a refused account is passed over however much it has left", arguments: refusals)
  func passedOver(_ refusal: Refusal) {
    let ranking = rank([refusal.candidate, .account("worn", week: 99, short: 99)])

    #expect(ranking.viable == ["worn"])
    #expect(ranking.blockedUntil == nil)
  }

  @Test("a refusal is over once every window that caused it has ended")
  func refusalOver() {
    #expect(rank([.limited("x", week: 50, short: 100, shortResets: 0)]).viable == ["x"])
    #expect(rank([.limited("x", week: 100, short: 100, shortResets: 0)]).viable == [])
    #expect(
      rank([.limited("x", week: 100, short: 100, weekResets: -9, shortResets: 0)]).viable
        == ["x"])
  }

  @Test("a refusal for want of credits outlasts the window")
  func refusalForCredits() {
    let poor = Candidate.account(
      "x", short: 100, shortResets: -1, allowed: false, reached: true,
      reachedType: "workspace_member_credits_depleted")

    #expect(rank([poor]).viable == [])
    #expect(rank([poor]).blockedUntil == nil)
  }

  @Test("a refusal whose time has passed is over")
  func blockOver() {
    let ranking = rank([
      .account("x") {
        $0.condition = AccountCondition(blockedUntil: now, blockedReason: "limited")
      }
    ])

    #expect(ranking.viable == ["x"])
  }

  @Test("what the server still serves can be used, after everything that has something left")
  func usedUpButAllowed() {
    #expect(
      rank([.account("over", week: 100), .account("little", week: 99)]).viable
        == ["little", "over"])
  }

  @Test("nothing can be used: names the earliest return of any account that is on and signed in")
  func earliestReturn() {
    let ranking = rank([
      .limited("late", week: 100), .limited("soon", short: 100, shortResets: 8_280),
      .account("off") {
        $0.isEnabled = false
        $0.reading = Candidate.limited("o", short: 100, shortResets: 60).reading
      },
      .account("expired") {
        $0.isExpired = true
        $0.reading = Candidate.limited("e", short: 100, shortResets: 60).reading
      },
      .limited("unknown", week: 100, weekResets: nil),
    ])

    #expect(ranking.selected == nil)
    #expect(ranking.blockedUntil == now + 8_280)
    #expect(
      ranking.reason == "No account can be used now, the first one again in 2h18m.")
    #expect(ranking.labels == ["soon", "late", "expired", "off", "unknown"])
  }

  @Test("nothing can be used and no one said until when: no time is invented")
  func unknownReturn() {
    let ranking = rank([.limited("x", week: 100, weekResets: nil)])

    #expect(ranking.blockedUntil == nil)
    #expect(ranking.reason == "No account can be used now, and no reset time is known.")
  }

  private func rank(_ candidates: [Candidate]) -> Ranking {
    AccountSelector.ranking(of: candidates, policy: SelectionPolicy(), at: now)
  }
}
