/// Moments and spans as people read them, without a locale: the same words everywhere.
package enum ClockText {
  /// A moment in a time zone: `2026-11-20 15:04`.
  package static func moment(_ date: Date, in timeZone: ClockZone) -> String {
    let time = CivilTime(date, in: timeZone)
    return time.dayText + " " + time.clockText(seconds: false)
  }

  /// A moment for machines: RFC 3339 in UTC, whole seconds.
  package static func stamp(_ date: Date) -> String {
    stamp(date, in: .gmt)
  }

  /// A moment for logs: RFC 3339 in a zone, with its distance from UTC at that moment; whole seconds.
  package static func stamp(_ date: Date, in timeZone: ClockZone) -> String {
    let time = CivilTime(date, in: timeZone)
    let minutes = timeZone.secondsFromGMT(for: date) / 60
    let (hour, minute) = (CivilTime.two(abs(minutes) / 60), CivilTime.two(abs(minutes) % 60))
    let distance = minutes == 0 ? "Z" : (minutes < 0 ? "-" : "+") + hour + ":" + minute
    return time.dayText + "T" + time.clockText(seconds: true) + distance
  }

  /// A span as a countdown shows it: `45s`, `41m`, `2h18m`, `3d18h`; 0 for what has passed and for
  /// what is not a number, 99999 days for anything longer.
  package static func span(seconds: Double) -> String {
    let longest = Double(99_999 * 86_400)
    let total = seconds > 0 ? Int(min(seconds, longest)) : 0
    let (minutes, hours, days) = (total / 60 % 60, total / 3_600 % 24, total / 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if days > 0 { return "\(days)d\(two(hours))h" }
    if hours > 0 { return "\(hours)h\(two(minutes))m" }
    return total >= 60 ? "\(minutes)m" : "\(total)s"
  }
}

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

/// Moments as HTTP headers write them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110).
package enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A moment as a header says it; years 1 to 9999.
  package static func text(_ date: Date) -> String {
    let time = CivilTime(date, in: .gmt)
    let day = CivilTime.two(time.day)
    let (month, clock) = (months[time.month - 1], time.clockText(seconds: true))
    return "\(ClockText.weekday(date, in: .gmt)), \(day) \(month) \(time.year) \(clock) GMT"
  }

  /// The moment of a text; nil for the two obsolete forms, which no server sends any more, and for
  /// anything that is none.
  package static func moment(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
      (1970...9999).contains(year), (1...31).contains(day)
    else { return nil }
    let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(
      from: DateComponents(
        year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
        second: clock[2]))
  }
}
