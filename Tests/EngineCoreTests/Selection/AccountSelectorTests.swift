import Testing

@testable import EngineCore

@Suite("AccountSelector, the default strategy")
struct AccountSelectorTests {
  @Test("takes the account with the most left of its longest window, and says so with numbers")
  func mostLeft() {
    let ranking = rank([.account("home", week: 60), .account("work", week: 29, short: 36)])

    #expect(
      ranking
        == Ranking(
          selected: AccountID("work"), strategy: .mostLeft,
          reason: "work comes first by most-left: 71% of its week left (resets in 1d00h), "
            + "64% of its 5h left (resets in 1h00m).",
          entries: [
            RankedAccount(
              id: AccountID("work"), label: "work", rank: 1, isViable: true,
              reason: "71% of its week left (resets in 1d00h), 64% of its 5h left "
                + "(resets in 1h00m)",
              usedPercent: 29, ageSeconds: 0),
            RankedAccount(
              id: AccountID("home"), label: "home", rank: 2, isViable: true,
              reason: "40% of its week left (resets in 1d00h), 100% of its 5h left "
                + "(resets in 1h00m)",
              usedPercent: 60, ageSeconds: 0),
          ]))
  }

  @Test("equal accounts are taken by label, without regard to case")
  func ties() {
    let ranking = rank([.account("b"), .account("C"), .account("A"), .account("a")])

    #expect(ranking.labels == ["A", "a", "b", "C"])
  }

  @Test("ranks by the longest window of a day or more, whatever its length")
  func longestWindow() {
    var monthly = Candidate.account("monthly", week: 90)
    monthly.reading = QuotaReading(
      readAt: now, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: 2_592_000, usedPercent: 10, resetsAt: nil),
        QuotaWindow(lengthSeconds: 604_800, usedPercent: 50, resetsAt: nil),
      ])

    let ranking = rank([.account("weekly", week: 20, short: nil), monthly])

    #expect(ranking.labels == ["monthly", "weekly"])
    #expect(ranking.entries.map(\.usedPercent) == [10, 20])
  }

  @Test("an account with under 20% of a short window left goes behind the others")
  func shortGuard() {
    let ranking = rank([
      .account("nineteen", week: 0, short: 81), .account("twenty", week: 90, short: 80),
      .account("none", week: 95, short: nil),
    ])

    #expect(ranking.labels == ["twenty", "none", "nineteen"])
    #expect(
      ranking.reason(of: "nineteen")
        == "100% of its week left (resets in 1d00h), 19% of its 5h left (resets in 1h00m), "
        + "behind others because a short window is nearly used up")
  }

  @Test("a window that has been reset since the reading counts as untouched")
  func resetPassed() {
    let ranking = rank([
      .account("reset", week: 99, weekResets: -1), .account("other", week: 1),
      .account("guarded", week: 0, short: 95, shortResets: 0),
    ])

    #expect(ranking.labels == ["guarded", "reset", "other"])
    #expect(ranking.entries.map(\.usedPercent) == [0, 0, 1])
  }

  @Test("a fresh reading goes before a stale one that promises more")
  func freshFirst() {
    let ranking = rank([
      .account("stale", week: 0, ageSeconds: 901), .account("fresh", week: 90, ageSeconds: 900),
    ])

    #expect(ranking.labels == ["fresh", "stale"])
    #expect(ranking.warning == nil)
  }

  @Test("only stale readings: the best is taken with a warning that states its age")
  func staleWarning() {
    let ranking = rank([
      .account("one", week: 10, ageSeconds: 11_520), .account("two", week: 20, ageSeconds: 7_200),
    ])

    #expect(ranking.selected == AccountID("one"))
    #expect(ranking.warning == "The quota of one was read 3h12m ago.")
    #expect(ranking.reason(of: "one")?.hasSuffix(", read 3h12m ago") == true)
    #expect(ranking.entries.map(\.ageSeconds) == [11_520, 7_200])
  }

  @Test("a stale account is taken when the fresh ones cannot be used")
  func staleBeatsBlocked() {
    let ranking = rank([.limited("fresh", week: 100), .account("stale", ageSeconds: 3_600)])

    #expect(ranking.selected == AccountID("stale"))
    #expect(ranking.warning == "The quota of stale was read 1h00m ago.")
  }

  @Test("a reading of up to a day is chosen by, an older one never")
  func dayOld() {
    let ranking = rank([
      .account("day", week: 90, ageSeconds: 86_400), .account("older", ageSeconds: 86_401),
    ])

    #expect(ranking.viable == ["day"])
    #expect(
      ranking.reason(of: "older") == "its quota was read 1d00h ago, too long to choose by")
  }

  @Test("a reading from a clock that was far ahead is not fresh")
  func futureReading() {
    let ranking = rank([.account("future", week: 0, ageSeconds: -3_600), .account("now", week: 90)])

    #expect(ranking.labels == ["now", "future"])
  }

  @Test("an account that rests after errors comes last, but is never given up while it is the last")
  func cooling() {
    let tired = Candidate.account("tired", week: 0) { $0.coolingUntil = now + 30 }
    let rested = Candidate.account("rested", week: 0) { $0.coolingUntil = now }

    #expect(
      rank([tired, .account("stale", ageSeconds: 3_600), rested]).labels
        == ["rested", "stale", "tired"])
    #expect(rank([tired]).selected == AccountID("tired"))
    #expect(rank([tired]).reason(of: "tired")?.hasSuffix("resting for 30s after errors") == true)
  }

  @Test("without accounts there is nothing to choose, and the reason says so")
  func nothing() {
    #expect(
      rank([])
        == Ranking(
          selected: nil, strategy: .mostLeft, reason: "No accounts.", entries: []))
  }

  private func rank(_ candidates: [Candidate]) -> Ranking {
    AccountSelector.ranking(of: candidates, policy: SelectionPolicy(), at: now)
  }
}
