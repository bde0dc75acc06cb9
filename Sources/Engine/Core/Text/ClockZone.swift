/// The zone that clock times are shown in: how far its clocks are from UTC, at each moment.
///
/// Foundation's `TimeZone` knows only UTC and fixed offsets here: on Linux its rules come with ICU, which a
/// program of FoundationEssentials alone does not carry. The rules of the system's zone are the C library's
/// (`ClockZone.system` in EngineSystem).
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
  package init(secondsFromGMT seconds: Int) {
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
