package import EngineCore

/// A moment in a file of swop: RFC 3339 in UTC with milliseconds, so that accounts made within one second
/// keep their order.
package struct FileDate: Hashable, Sendable, Codable {
  /// The moment, in whole milliseconds.
  package let date: Date

  /// Takes a moment to the millisecond.
  package init(_ date: Date) {
    let milliseconds = (date.withinCalendar.timeIntervalSince1970 * 1_000).rounded()
    self.date = Date(timeIntervalSince1970: milliseconds / 1_000)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let date =
      (try? Self.style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    guard let date else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment")
    }
    self.init(date)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(date.formatted(Self.style))
  }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
