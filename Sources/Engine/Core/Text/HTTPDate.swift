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
