extension ClockText {
  /// The time of day: `14:31:55`, or `14:31` without seconds.
  package static func clock(
    _ date: Date, in timeZone: TimeZone, seconds hasSeconds: Bool = false
  ) -> String {
    let second = daySecond(date, in: timeZone)
    let text = two(second / 3_600) + ":" + two(second / 60 % 60)
    return hasSeconds ? text + ":" + two(second % 60) : text
  }

  /// The day of the week, three letters.
  package static func weekday(_ date: Date, in timeZone: TimeZone) -> String {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    // The first of January 1970 was a Thursday.
    return names[((dayNumber(date, in: timeZone) % 7) + 7) % 7]
  }

  /// A moment near `now`: `15:13` on the same day, `Tue 22:00` within six days, else with its date.
  package static func near(_ date: Date, now: Date, in timeZone: TimeZone) -> String {
    let days = dayNumber(date, in: timeZone) - dayNumber(now, in: timeZone)
    if days == 0 { return clock(date, in: timeZone) }
    guard (-6...6).contains(days) else { return moment(date, in: timeZone) }
    return weekday(date, in: timeZone) + " " + clock(date, in: timeZone)
  }

  /// Days since 1970 in a time zone.
  package static func dayNumber(_ date: Date, in timeZone: TimeZone) -> Int {
    Int((local(date, in: timeZone) / 86_400).rounded(.down))
  }

  private static func daySecond(_ date: Date, in timeZone: TimeZone) -> Int {
    let seconds = Int(local(date, in: timeZone).rounded(.down))
    return ((seconds % 86_400) + 86_400) % 86_400
  }

  private static func local(_ date: Date, in timeZone: TimeZone) -> Double {
    let seconds = date.timeIntervalSince1970 + Double(timeZone.secondsFromGMT(for: date))
    // Beyond any calendar, so that what is no date stays a number.
    return seconds.isFinite ? min(1e12, max(-1e12, seconds)) : 0
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
