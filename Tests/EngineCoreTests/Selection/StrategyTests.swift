import Testing

@testable import EngineCore

@Suite("AccountSelector, strategies and wishes")
struct StrategyTests {
  @Test("reset-first spends what expires soonest, unknown resets last")
  func resetFirst() {
    let ranking = rank(
      [
        .account("unknown", week: 0, weekResets: nil), .account("late", week: 0, weekResets: 9_000),
        .account("soon", week: 90, weekResets: 60), .account("same", week: 1, weekResets: 9_000),
      ], SelectionPolicy(strategy: .resetFirst))

    #expect(ranking.labels == ["soon", "late", "same", "unknown"])
    #expect(ranking.reason.hasPrefix("soon comes first by reset-first: 10% of its week left"))
  }

  @Test("drain uses one account to its end, then the next, even with little of a short window left")
  func drain() {
    let ranking = rank(
      [
        .account("new", week: 0), .account("begun", week: 80, short: 99),
        .limited("done", week: 100), .account("half", week: 50),
      ], SelectionPolicy(strategy: .drain))

    #expect(ranking.viable == ["begun", "half", "new"])
  }

  @Test(
    "balanced keeps the last account until another is clearly better",
    arguments: [(40.0, "last"), (49.9, "last"), (50, "other"), (90, "other")])
  func balanced(lastUsed: Double, expected: String) {
    let ranking = rank(
      [.account("other", week: 40), .account("last", week: lastUsed)],
      SelectionPolicy(strategy: .balanced, previous: AccountID("last")))

    #expect(ranking.selected == AccountID(expected))
    #expect(
      ranking.reason.hasPrefix("last was used last and no other is clearly better: ")
        == (expected == "last"))
  }

  @Test("balanced does not keep an account that has fallen behind for another reason")
  func balancedGuards() {
    let policy = SelectionPolicy(strategy: .balanced, previous: AccountID("last"))

    #expect(
      rank([.account("o", week: 45), .account("last", short: 90)], policy).labels.first == "o")
    #expect(
      rank([.account("o", week: 45), .account("last", ageSeconds: 999)], policy).labels.first
        == "o")
    #expect(
      rank([.account("o", week: 45), .limited("last", week: 100)], policy).labels.first == "o")
    #expect(
      rank(
        [.account("o", week: 45), .account("last") { $0.coolingUntil = now + 5 }], policy
      ).labels.first == "o")
  }

  @Test("balanced does not go back and forth while two accounts are used in turn")
  func balancedHysteresis() {
    var used = ["a": 0.0, "b": 0.0]
    var previous: AccountID?
    var changes = 0
    for _ in 0..<60 {
      let policy = SelectionPolicy(strategy: .balanced, previous: previous)
      let candidates = used.map { Candidate.account($0.key, week: $0.value) }
      let selected = rank(candidates, policy).selected
      if previous != nil && selected != previous { changes += 1 }
      previous = selected
      used[selected?.text ?? "", default: 0] += 1
    }

    #expect(changes <= 4)
    #expect(abs((used["a"] ?? 0) - (used["b"] ?? 0)) <= 10)
  }

  @Test("balanced gives equal accounts to those with fewer runs")
  func balancedLoad() {
    let ranking = rank(
      [.account("a") { $0.liveRuns = 2 }, .account("b") { $0.liveRuns = 1 }],
      SelectionPolicy(strategy: .balanced))

    #expect(ranking.labels == ["b", "a"])
  }

  @Test("pinned takes its account and no other")
  func pinned() {
    let policy = SelectionPolicy(strategy: .pinned, pinned: AccountID("pin"))

    let good = rank([.account("better", week: 0), .account("pin", week: 99, short: 99)], policy)
    #expect(good.viable == ["pin"])
    #expect(good.reason(of: "better") == "another account is pinned")

    let bad = rank([.account("better", week: 0), .limited("pin", week: 100)], policy)
    #expect(bad.selected == nil)
    #expect(bad.blockedUntil == now + 86_400)
  }

  @Test("a pinned API key is used without being a fallback")
  func pinnedAPIKey() {
    let policy = SelectionPolicy(strategy: .pinned, pinned: AccountID("key"))

    #expect(rank([.account("a"), .apiKey("key")], policy).viable == ["key"])
  }

  @Test("pinned without an account that exists says so and goes by most-left")
  func pinnedNothing() {
    let candidates = [Candidate.account("a", week: 90), .account("b", week: 10)]

    let nobody = rank(candidates, SelectionPolicy(strategy: .pinned))
    let gone = rank(candidates, SelectionPolicy(strategy: .pinned, pinned: AccountID("gone")))

    #expect(nobody.selected == AccountID("b"))
    #expect(nobody.strategy == .mostLeft)
    #expect(nobody.warning == "No account is pinned. The one with the most left is taken.")
    #expect(
      gone.warning
        == "The pinned account no longer exists. The one with the most left is taken.")
  }

  @Test("a preferred account goes first among good ones, a preserved one last")
  func wishes() {
    let ranking = rank([
      .account("plain", week: 0), .account("kept", week: 0) { $0.preference = .preserve },
      .account("liked", week: 80) { $0.preference = .prefer },
      .account("short", week: 0, short: 90) { $0.preference = .prefer },
    ])

    #expect(ranking.labels == ["liked", "plain", "short", "kept"])
    #expect(ranking.reason(of: "liked")?.hasSuffix(", preferred") == true)
    #expect(ranking.reason(of: "kept")?.hasSuffix(", kept for when no other can be used") == true)
  }

  @Test("a preserved account is used when it is the last")
  func preservedLast() {
    let ranking = rank([
      .account("kept") { $0.preference = .preserve }, .limited("done", week: 100),
    ])

    #expect(ranking.selected == AccountID("kept"))
    #expect(ranking.reason.hasPrefix("kept is the only account that can be used: "))
  }

  @Test("API keys come last, only those listed, in the order of the list")
  func fallback() {
    let policy = SelectionPolicy(fallback: [AccountID("k2"), AccountID("k1")])
    let keys = [Candidate.apiKey("k1"), .apiKey("k2"), .apiKey("k3")]
    let worst = Candidate.account("worst", week: 99, ageSeconds: 80_000) {
      $0.preference = .preserve
    }

    #expect(rank(keys + [worst], policy).viable == ["worst", "k2", "k1"])
    #expect(rank(keys + [.limited("done", week: 100)], policy).selected == AccountID("k2"))
  }

  @Test("an API key that is refused or rests gives way to the next in the list")
  func fallbackRefused() {
    let policy = SelectionPolicy(fallback: [AccountID("k1"), AccountID("k2"), AccountID("k3")])
    var refused = Candidate.apiKey("k1")
    refused.condition.blockedReason = "no credit"
    var tired = Candidate.apiKey("k2")
    tired.coolingUntil = now + 5

    #expect(rank([refused, tired, .apiKey("k3")], policy).viable == ["k3", "k2"])
  }

  private func rank(
    _ candidates: [Candidate], _ policy: SelectionPolicy = SelectionPolicy()
  ) -> Ranking {
    AccountSelector.ranking(of: candidates, policy: policy, at: now)
  }
}
