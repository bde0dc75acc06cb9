import EngineCore

/// A moment in the past as people type it: `2h`, `7d`, `2026-11-20`, `2026-11-20T15:04:00Z`.
enum PastMoment {
  /// What may be typed, for messages.
  static let expectation = "a span such as 2h or 7d, or a date such as 2026-11-20"

  /// Reads a moment.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - now: the time spans are counted back from.
  ///   - timeZone: the zone of dates without one.
  /// - Returns: The moment, nil if the text is none.
  static func parse(_ text: String, now: Date, timeZone: ClockZone) -> Date? {
    if let seconds = span(text) { return now - seconds }
    let day = Date.ISO8601FormatStyle().year().month().day()
    if text.utf8.count == 10, let date = try? Date(text, strategy: day) {
      return timeZone.moment(showing: date)
    }
    return try? Date(text, strategy: Date.ISO8601FormatStyle())
  }

  private static func span(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last], let count = Int(text.dropLast()),
      (0...1_000_000).contains(count)
    else { return nil }
    return Double(count) * unit
  }
}

/// The option `--limit`.
enum CountOption {
  /// The number that was given.
  ///
  /// - Throws: `UsageError.unreadable` for anything but 1 to 100,000.
  static func limit(of invocation: Invocation, default standard: Int) throws(UsageError) -> Int {
    guard let text = invocation.command.options["limit"] else { return standard }
    guard let count = Int(text), (1...100_000).contains(count) else {
      throw .unreadable(
        what: "--limit", value: text, expected: "a number from 1 to 100000",
        path: invocation.command.path)
    }
    return count
  }
}
