import Testing

@testable import EngineCore

@Suite("Local time")
struct ClockZoneTests {
  /// Berlin in 2026: summer time from 29 March to 25 October, 01:00 UTC.
  private static let berlin = ClockZone(name: "Berlin") { date in
    (1_774_746_000..<1_792_890_000).contains(date.timeIntervalSince1970) ? 7_200 : 3_600
  }

  @Test(
    "a moment is shown by the offset of its own day, not of today",
    arguments: [
      (1_774_745_999, "2026-03-29 01:59"), (1_774_746_000, "2026-03-29 03:00"),
      (1_792_889_999, "2026-10-25 02:59"), (1_792_890_000, "2026-10-25 02:00"),
    ] as [(Double, String)])
  func change(seconds: Double, text: String) {
    #expect(ClockText.moment(Date(timeIntervalSince1970: seconds), in: Self.berlin) == text)
  }

  @Test("a reset on the other side of a change is shown by its own clock and counts real time")
  func reset() {
    let now = Date(timeIntervalSince1970: 1_792_888_200)
    let reset = now + 3_600

    #expect(ClockText.clock(now, in: Self.berlin) == "02:30")
    #expect(ClockText.near(reset, now: now, in: Self.berlin) == "02:30")
    #expect(ClockText.span(seconds: reset.timeIntervalSince(now)) == "1h00m")
  }

  @Test("a log line names its distance from UTC, and Z in UTC")
  func stamps() {
    let date = Date(timeIntervalSince1970: 1_795_098_727)

    #expect(ClockText.stamp(date, in: Self.berlin) == "2026-11-19T15:32:07+01:00")
    #expect(
      ClockText.stamp(date, in: ClockZone(secondsFromGMT: -12_600)) == "2026-11-19T11:02:07-03:30")
    #expect(ClockText.stamp(date) == "2026-11-19T14:32:07Z")
  }

  private static let midnights: [(String, Double)] = [
    ("2026-03-28", 82_800), ("2026-03-29", 82_800), ("2026-03-30", 79_200), ("2026-10-25", 79_200),
    ("2026-10-26", 82_800),
  ]

  @Test(
    "midnight of a day is the zone's own, also on the days when clocks change",
    arguments: midnights)
  func midnight(day: String, secondOfDayBefore: Double) throws {
    let utc = try Date(day + "T00:00:00Z", strategy: Date.ISO8601FormatStyle())

    let midnight = Self.berlin.moment(showing: utc)

    #expect(midnight == utc - 86_400 + secondOfDayBefore)
    #expect(ClockText.moment(midnight, in: Self.berlin) == day + " 00:00")
  }

  private static let anyNumbers: [(Double, String)] = [
    (-1e300, "0001-01-01T00:00:00Z"), (1e300, "9999-12-31T23:59:59Z"),
    (Double.nan, "1970-01-01T00:00:00Z"), (Double.infinity, "1970-01-01T00:00:00Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (-1, "1969-12-31T23:59:59Z"),
  ]

  @Test("any number is shown as a date", arguments: anyNumbers)
  func anyNumber(seconds: Double, text: String) {
    #expect(ClockText.stamp(Date(timeIntervalSince1970: seconds)) == text)
  }
}
