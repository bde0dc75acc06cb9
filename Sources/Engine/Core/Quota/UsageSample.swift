/// One hour's last reading of one window.
package struct UsageSample: Hashable, Sendable {
  /// When it was read.
  package let at: Date
  /// Percent left, 0 to 100.
  package let leftPercent: Double
  /// When the window ends, nil if unknown.
  package let resetsAt: Date?

  /// A sample of its parts.
  package init(at: Date, leftPercent: Double, resetsAt: Date?) {
    self.at = at
    self.leftPercent = leftPercent
    self.resetsAt = resetsAt
  }
}
