import EngineCore
import Testing

@Suite("ClockText")
struct ClockTextTests {
  /// Thursday 2026-11-19 14:32:07 UTC.
  private let now = Date(timeIntervalSince1970: 1_795_098_727)
  private let utc = ClockZone.gmt

  @Test("the time of day has seconds when they are wanted")
  func timeOfDay() {
    #expect(ClockText.clock(now, in: utc) == "14:32")
    #expect(ClockText.clock(now, in: utc, seconds: true) == "14:32:07")
  }

  @Test(
    "a moment is as short as its distance allows",
    arguments: [
      (0, "14:32"), (2_467, "15:13"), (457_200, "Tue 21:32"), (-86_400, "Wed 14:32"),
      (691_200, "2026-11-27 14:32"),
    ] as [(Double, String)])
  func near(seconds: Double, text: String) {
    #expect(ClockText.near(now + seconds, now: now, in: utc) == text)
  }

  @Test("what is not a date is shown as one all the same")
  func noDate() {
    let never = Date(timeIntervalSince1970: .infinity)
    #expect(ClockText.clock(never, in: utc) == "00:00")
    #expect(ClockText.weekday(Date(timeIntervalSince1970: -1), in: utc) == "Wed")
  }
}
