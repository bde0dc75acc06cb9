import EngineCore
import Testing

@Suite("How long a refusal is believed")
struct RefusalTests {
  private static let start = Date(timeIntervalSince1970: 1_795_098_727)
  private static let week = 604_800
  /// Five days, as a server says them.
  private static let fiveDays: Double = 354_089

  private static func windows(used: Double, resetsIn: Double = 300_000) -> [QuotaWindow] {
    [QuotaWindow(lengthSeconds: week, usedPercent: used, resetsAt: start + resetsIn)]
  }

  private static func reading(
    at seconds: Double, allowed: Bool? = true, used: Double, resetsIn: Double = 300_000
  ) -> QuotaReading {
    QuotaReading(
      readAt: start + seconds, source: .usage, isAllowed: allowed,
      isLimitReached: allowed.map { !$0 }, windows: windows(used: used, resetsIn: resetsIn))
  }

  private static func refusal(until seconds: Double?, used: Double? = 1) -> Refusal {
    Refusal(
      cause: "its usage limit is reached", seenAt: start, until: seconds.map { start + $0 },
      windows: used.map { windows(used: $0) } ?? [])
  }

  struct Case: Sendable {
    let what: String
    let refusal: Refusal
    let reading: QuotaReading?
    /// Seconds after the refusal at which it is over.
    let endsAfter: Double
  }

  private static let cases = [
    Case(
      what: "no reading", refusal: refusal(until: fiveDays), reading: nil, endsAfter: fiveDays),
    Case(
      what: "an older reading that shows everything left", refusal: refusal(until: fiveDays),
      reading: reading(at: -1, used: 0), endsAfter: fiveDays),
    Case(
      what: "a newer reading with less used", refusal: refusal(until: fiveDays),
      reading: reading(at: 10, used: 0), endsAfter: 10),
    Case(
      what: "a newer reading whose window began again", refusal: refusal(until: fiveDays, used: 40),
      reading: reading(at: 10, used: 40, resetsIn: 600_000), endsAfter: 10),
    Case(
      what: "a newer reading that shows no change", refusal: refusal(until: fiveDays),
      reading: reading(at: 10, used: 1), endsAfter: 300),
    Case(
      what: "a newer reading, nothing known before", refusal: refusal(until: fiveDays, used: nil),
      reading: reading(at: 10, used: 1), endsAfter: 300),
    Case(
      what: "a newer reading that is refused as well", refusal: refusal(until: fiveDays, used: 100),
      reading: reading(at: 10, allowed: false, used: 99), endsAfter: fiveDays),
    Case(
      what: "a newer reading without a verdict", refusal: refusal(until: fiveDays, used: 100),
      reading: reading(at: 10, allowed: nil, used: 1), endsAfter: fiveDays),
    Case(
      what: "an end before the probe", refusal: refusal(until: 60),
      reading: reading(at: 10, used: 1), endsAfter: 60),
    Case(what: "no end", refusal: refusal(until: nil), reading: nil, endsAfter: 300),
    Case(
      what: "an end in 1e12 seconds", refusal: refusal(until: 1e12), reading: nil, endsAfter: 300),
    Case(
      what: "an end in ten years", refusal: refusal(until: 315_360_000), reading: nil,
      endsAfter: 300),
    Case(what: "an end that has passed", refusal: refusal(until: -9), reading: nil, endsAfter: 300),
  ]

  @Test("newer evidence wins", arguments: cases)
  func evidence(_ test: Case) {
    let before = Self.start + test.endsAfter - 0.5
    let after = Self.start + test.endsAfter
    let isRead = test.reading.map { $0.readAt <= before } ?? true

    #expect(!isRead || test.refusal.holds(against: test.reading, at: before), "\(test.what)")
    #expect(!test.refusal.holds(against: test.reading, at: after), "\(test.what)")
  }

  @Test("a refusal that is dated ahead was seen under a wrong clock and binds no one")
  func future() {
    let refusal = Self.refusal(until: Self.fiveDays)

    #expect(!refusal.holds(against: nil, at: Self.start - 40 * 86_400))
  }

  @Test("a refusal without a moment holds until its end, whatever a reading says")
  func undated() {
    let condition = AccountCondition(
      blockedUntil: Self.start + Self.fiveDays, blockedReason: "its usage limit is reached")
    let reading = Self.reading(at: 9, used: 0)

    #expect(condition.isBlocked(at: Self.start + 10, reading: reading))
    #expect(!condition.isBlocked(at: Self.start + Self.fiveDays, reading: reading))
  }

  @Test("what is noted is what is read back")
  func noted() {
    var condition = AccountCondition()
    let refusal = Self.refusal(until: Self.fiveDays)

    condition.note(refusal)
    #expect(condition.refusal == refusal)
    condition.note(nil)
    #expect(condition == AccountCondition())
  }
}
