/// A quota window as a test sets it up; its reset is relative to the moment the account is added.
package struct StandinWindow: Hashable, Sendable, Codable {
  /// The length of the period in seconds: 18,000 for 5 hours, 604,800 for a week.
  package var lengthSeconds: Int
  /// Percent used, 0 or more.
  package var usedPercent: Double
  /// Seconds until the reset; nil for a window that has not started.
  package var resetsInSeconds: Int?

  /// A window of its parts.
  package init(lengthSeconds: Int, usedPercent: Double = 0, resetsInSeconds: Int? = nil) {
    self.lengthSeconds = lengthSeconds
    self.usedPercent = usedPercent
    self.resetsInSeconds = resetsInSeconds
  }

  /// The 5-hour window.
  package static func fiveHours(used: Double, resetsInSeconds: Int? = nil) -> StandinWindow {
    StandinWindow(lengthSeconds: 18_000, usedPercent: used, resetsInSeconds: resetsInSeconds)
  }

  /// The 7-day window.
  package static func week(used: Double, resetsInSeconds: Int? = nil) -> StandinWindow {
    StandinWindow(lengthSeconds: 604_800, usedPercent: used, resetsInSeconds: resetsInSeconds)
  }

  private enum CodingKeys: String, CodingKey {
    case lengthSeconds = "length_seconds"
    case usedPercent = "used_percent"
    case resetsInSeconds = "resets_in_seconds"
  }
}
