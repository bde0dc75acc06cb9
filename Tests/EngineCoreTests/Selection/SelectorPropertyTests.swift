import Testing

@testable import EngineCore

@Suite("AccountSelector, what holds for every fleet")
struct SelectorPropertyTests {
  /// A generator that gives the same sequence in every run (SplitMix64).
  struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  @Test("order of input does not matter, and nothing that cannot be used is offered")
  func invariants() {
    var dice = Dice(state: 7)
    for _ in 0..<2_000 {
      let candidates = Self.fleet(&dice)
      let policy = Self.policy(&dice, of: candidates)

      let ranking = AccountSelector.ranking(of: candidates, policy: policy, at: now)

      let shuffled = candidates.shuffled(using: &dice)
      #expect(AccountSelector.ranking(of: shuffled, policy: policy, at: now) == ranking)
      check(ranking, candidates)
    }
  }

  private func check(_ ranking: Ranking, _ candidates: [Candidate]) {
    #expect(ranking.entries.map(\.rank) == candidates.indices.map { $0 + 1 })
    #expect(Set(ranking.entries.map(\.id)) == Set(candidates.map(\.id)))
    #expect(ranking.selected == ranking.entries.first(where: \.isViable)?.id)
    #expect(ranking.entries.drop(while: \.isViable).allSatisfy { !$0.isViable })
    #expect(ranking.entries.allSatisfy { !$0.reason.isEmpty })
    if let until = ranking.blockedUntil {
      #expect(ranking.selected == nil)
      #expect(until > now)
      #expect(Self.moments(of: candidates).contains(until))
    }
    for entry in ranking.entries where entry.isViable {
      guard let candidate = candidates.first(where: { $0.id == entry.id }) else { continue }
      #expect(candidate.isEnabled && !candidate.isExpired)
      #expect(!candidate.condition.isBlocked(at: now))
      guard !candidate.isAPIKey else { continue }
      let current = candidate.reading?.at(now)
      #expect(current?.isAllowed == true && current?.isLimitReached == false)
      #expect(current.map { $0.age(at: now) <= 86_400 } == true)
      #expect(
        current?.windows.allSatisfy {
          candidate.reservePercent == 0 || $0.leftPercent > candidate.reservePercent
        } == true)
    }
  }

  /// Every moment that someone named: no other may be told.
  private static func moments(of candidates: [Candidate]) -> Set<Date> {
    Set(
      candidates.flatMap { candidate in
        [candidate.condition.blockedUntil].compactMap { $0 }
          + (candidate.reading?.windows.compactMap(\.resetsAt) ?? [])
      })
  }

  private static func policy(_ dice: inout Dice, of candidates: [Candidate]) -> SelectionPolicy {
    SelectionPolicy(
      strategy: Strategy.allCases.randomElement(using: &dice) ?? .mostLeft,
      pinned: candidates.randomElement(using: &dice)?.id,
      fallback: candidates.filter { _ in Bool.random(using: &dice) }.map(\.id),
      previous: candidates.randomElement(using: &dice)?.id)
  }

  private static func fleet(_ dice: inout Dice) -> [Candidate] {
    (0..<Int.random(in: 0...7, using: &dice)).map { index in
      let percents: [Double] = [0, 5, 50, 81, 85, 99.5, 100, 130]
      let resets: [Double?] = [nil, -60, 0, 60, 9_000, 86_400]
      let verdicts: [Bool?] = [nil, true, true, true, false]
      return Candidate.account(
        "account \(index)", week: percents.randomElement(using: &dice) ?? 0,
        short: percents.randomElement(using: &dice),
        ageSeconds: [0, 60, 2_000, 100_000].randomElement(using: &dice) ?? 0,
        weekResets: resets.randomElement(using: &dice) ?? nil,
        shortResets: resets.randomElement(using: &dice) ?? nil,
        allowed: verdicts.randomElement(using: &dice) ?? nil,
        reached: verdicts.randomElement(using: &dice).flatMap { $0 }.map(!)
      ) {
        $0.isEnabled = Int.random(in: 0..<8, using: &dice) > 0
        $0.isExpired = Int.random(in: 0..<8, using: &dice) == 0
        $0.isAPIKey = Int.random(in: 0..<8, using: &dice) == 0
        $0.preference = Preference.allCases.randomElement(using: &dice) ?? .neutral
        $0.reservePercent = [0, 0, 10, 50].randomElement(using: &dice) ?? 0
        if Int.random(in: 0..<6, using: &dice) == 0 { $0.reading = nil }
        if Int.random(in: 0..<6, using: &dice) == 0 { $0.coolingUntil = now + 30 }
        if Int.random(in: 0..<6, using: &dice) == 0 {
          $0.condition = AccountCondition(
            blockedUntil: [nil, now - 5, now + 500].randomElement(using: &dice) ?? nil,
            blockedReason: "refused")
        }
      }
    }
  }
}
