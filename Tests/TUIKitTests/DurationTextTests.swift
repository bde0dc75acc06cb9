import TUIKit
import Testing

@Suite("Spans of time in words")
struct DurationTextTests {
  @Test(
    "two units, rounded down",
    arguments: [
      (-5.0, "0s"), (0.9, "0s"), (59, "59s"), (60, "1m 00s"), (2_467, "41m 07s"),
      (3_599.9, "59m 59s"), (8_280, "2h 18m"), (255_600, "2d 23h"), (1e12, "99999d 00h"),
    ])
  func precise(seconds: Double, text: String) {
    #expect(DurationText.precise(seconds: seconds) == text)
  }

  @Test(
    "elapsed time as a clock",
    arguments: [(0.0, "0:00"), (42, "0:42"), (900, "15:00"), (3_723, "1:02:03")])
  func clock(seconds: Double, text: String) {
    #expect(DurationText.clock(seconds: seconds) == text)
  }

  @Test(
    "whole minutes where nothing ticks",
    arguments: [(0.0, "under 1m"), (59.9, "under 1m"), (2_467, "41m")])
  func calm(seconds: Double, text: String) {
    #expect(DurationText.calm(seconds: seconds) == text)
  }
}
