/// The zone that clock times are shown in: how far its clocks are from UTC, at each moment.
///
/// Foundation's `TimeZone` knows only UTC and fixed offsets here: on Linux its rules come with ICU, which a
/// program of FoundationEssentials alone does not carry. The rules of the system's zone are the C library's
/// (`ClockZone.system` in EnginePlatform).
package struct ClockZone: Hashable, Sendable {
  private let name: String
  private let offset: @Sendable (Date) -> Int

  /// A zone of its rules.
  ///
  /// - Parameters:
  ///   - name: what tells it from other zones.
  ///   - offset: seconds east of UTC at a moment.
  package init(name: String, offset: @escaping @Sendable (Date) -> Int) {
    self.name = name
    self.offset = offset
  }

  /// A zone whose clocks never change; seconds east of UTC.
  init(secondsFromGMT seconds: Int) {
    self.init(name: "GMT\(seconds)") { _ in seconds }
  }

  /// Coordinated Universal Time.
  package static let gmt = ClockZone(secondsFromGMT: 0)

  /// Seconds east of UTC at a moment, less than two days.
  package func secondsFromGMT(for date: Date) -> Int {
    min(172_800, max(-172_800, offset(date)))
  }

  /// The moment at which the zone's clocks show a time.
  ///
  /// - Parameter local: the time shown, as if the zone were UTC. One that is skipped or repeated when clocks
  ///   change is read by the offset before the change.
  /// - Returns: The moment.
  package func moment(showing local: Date) -> Date {
    let before = local - Double(secondsFromGMT(for: local - 86_400))
    let settled = local - Double(secondsFromGMT(for: before))
    return secondsFromGMT(for: settled) == secondsFromGMT(for: before) ? settled : before
  }

  package static func == (first: ClockZone, second: ClockZone) -> Bool { first.name == second.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A moment as calendar and clock show it. Any number makes one: a time outside the years 1 to 9999 becomes
/// the nearest one inside, and what is not a finite number becomes 1970.
struct CivilTime {
  let year: Int
  let month: Int
  let day: Int
  /// Seconds since midnight, 0 to 86,399.
  let second: Int

  /// 0001-01-01 and 9999-12-31, in days since 1970.
  private static let days = -719_162.0...2_932_896.0

  /// The moment in a zone.
  init(_ date: Date, in zone: ClockZone) {
    let seconds = Self.local(date, in: zone)
    let number = Int((seconds / 86_400).rounded(.down))
    second = Int(seconds.rounded(.down)) - number * 86_400
    // Years that begin in March put the day that some have more at their end.
    let shifted = number + 719_468
    let era = shifted / 146_097 - (shifted < 0 ? 1 : 0)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The day: `2026-11-20`.
  var dayText: String {
    let digits = String(year)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    return "\(zeros)\(digits)-\(Self.two(month))-\(Self.two(day))"
  }

  /// The time of day: `15:04`, or `15:04:31` with seconds.
  func clockText(seconds hasSeconds: Bool) -> String {
    let text = Self.two(second / 3_600) + ":" + Self.two(second / 60 % 60)
    return hasSeconds ? text + ":" + Self.two(second % 60) : text
  }

  /// Days since 1970.
  static func dayNumber(_ date: Date, in zone: ClockZone) -> Int {
    Int((local(date, in: zone) / 86_400).rounded(.down))
  }

  /// A number of two digits at least.
  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func local(_ date: Date, in zone: ClockZone) -> Double {
    let bounds = (days.lowerBound * 86_400)...(days.upperBound * 86_400 + 86_399)
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else { return 0 }
    func bounded(_ value: Double) -> Double {
      min(bounds.upperBound, max(bounds.lowerBound, value))
    }
    let known = bounded(seconds)
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: known))
    return bounded(known + Double(offset))
  }
}

extension Date {
  /// A moment read from disk, which may say anything: the nearest one in the years 1 to 9999, and 1970 for
  /// what is not a finite number. Spans between such moments fit every number type that is used for them.
  package var withinCalendar: Date {
    let seconds = timeIntervalSince1970
    guard seconds.isFinite else { return Date(timeIntervalSince1970: 0) }
    return Date(timeIntervalSince1970: min(253_402_300_799, max(-62_135_596_800, seconds)))
  }
}
