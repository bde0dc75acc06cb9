import EngineCore

/// The moment in `last_refresh`: RFC 3339 with any number of fractional digits.
enum RefreshStamp {
  /// A moment as text in UTC, to the millisecond.
  static func text(_ date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
    let whole = (milliseconds / 1_000).rounded(.down)
    let rest = String(Int(milliseconds - whole * 1_000) + 1_000).dropFirst()
    let stamp = ClockText.stamp(Date(timeIntervalSince1970: whole))
    return "\(stamp.dropLast()).\(rest)Z"
  }

  /// The moment a text names, nil if it names none. Nothing was refreshed before 1970, and Foundation does
  /// not write back the same day for moments before the Gregorian calendar.
  static func date(_ text: String) -> Date? {
    moment(text).flatMap { $0.timeIntervalSince1970 >= 0 ? $0 : nil }
  }

  private static func moment(_ text: String) -> Date? {
    guard let dot = text.firstIndex(of: ".") else { return parsed(text) }
    let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let fraction = Double("0." + digits),
      let whole = parsed(text[..<dot] + text[digits.endIndex...])
    else { return nil }
    return whole.addingTimeInterval(fraction)
  }

  private static func parsed(_ text: some StringProtocol) -> Date? {
    try? Date.ISO8601FormatStyle().parse(String(text))
  }
}
