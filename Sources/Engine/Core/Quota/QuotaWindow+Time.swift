extension QuotaWindow {
  /// Whether the window has not started yet. The server names a whole length from now for such a one.
  package func isFresh(at now: Date) -> Bool {
    guard usedPercent == 0 else { return false }
    guard let resetsAt else { return true }
    return resetsAt.timeIntervalSince(now) > 0.95 * Double(lengthSeconds)
  }

  /// When the window starts anew, as a countdown; `fresh` before its first use, empty if unknown.
  package func resetText(at now: Date) -> String {
    if isFresh(at: now) { return "fresh" }
    guard let resetsAt else { return "" }
    return ClockText.span(seconds: resetsAt.timeIntervalSince(now))
  }

  /// Percent that even use would have left at `readAt`, 0 to 100: where a bar carries its marker. Nil
  /// where a marker would say nothing: an unused window, a used up one, one without an end.
  package func evenLeft(readAt: Date) -> Double? {
    guard usedPercent > 0, !isUsedUp, let resetsAt else { return nil }
    let remaining = resetsAt.timeIntervalSince(readAt) / Double(lengthSeconds)
    return (0...1).contains(remaining) ? remaining * 100 : nil
  }
}
