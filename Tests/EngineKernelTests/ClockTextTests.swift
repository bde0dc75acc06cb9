import EngineKernel
import Testing

@Suite("ClockText")
struct ClockTextTests {
  /// Thursday 2026-11-19 14:32:07 UTC.
  private let now = Date(timeIntervalSince1970: 1_795_098_727)
  private let utc = TimeZone.gmt

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

  @Test(
    "a span in a sentence is exact where it matters and calm where it must be",
    arguments: [
      (2_467, "41m 07s", "41m"), (59, "59s", "under a minute"), (8_280, "2h 18m", "2h 18m"),
      (257_000, "2d 23h", "2d 23h"), (-5, "0s", "under a minute"),
    ] as [(Double, String, String)])
  func words(seconds: Double, exact: String, calm: String) {
    #expect(ClockText.words(seconds: seconds) == exact)
    #expect(ClockText.words(seconds: seconds, isCalm: true) == calm)
  }

  @Test("what is no date is shown as one all the same")
  func noDate() {
    let never = Date(timeIntervalSince1970: .infinity)
    #expect(ClockText.clock(never, in: utc) == "00:00")
    #expect(ClockText.weekday(Date(timeIntervalSince1970: -1), in: utc) == "Wed")
  }
}
