extension ClockText {
  /// The time of day: `14:31:55`, or `14:31` without seconds.
  package static func clock(
    _ date: Date, in timeZone: ClockZone, seconds hasSeconds: Bool = false
  ) -> String {
    CivilTime(date, in: timeZone).clockText(seconds: hasSeconds)
  }

  /// The day of the week, three letters.
  package static func weekday(_ date: Date, in timeZone: ClockZone) -> String {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    // The first of January 1970 was a Thursday.
    return names[((dayNumber(date, in: timeZone) % 7) + 7) % 7]
  }

  /// A moment near `now`: `15:13` on the same day, `Tue 22:00` within six days, else with its date.
  package static func near(_ date: Date, now: Date, in timeZone: ClockZone) -> String {
    let days = dayNumber(date, in: timeZone) - dayNumber(now, in: timeZone)
    if days == 0 { return clock(date, in: timeZone) }
    guard (-6...6).contains(days) else { return moment(date, in: timeZone) }
    return weekday(date, in: timeZone) + " " + clock(date, in: timeZone)
  }

  /// Days since 1970 in a time zone.
  package static func dayNumber(_ date: Date, in timeZone: ClockZone) -> Int {
    CivilTime.dayNumber(date, in: timeZone)
  }
}
