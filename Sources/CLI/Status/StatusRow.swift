package import Engine
package import EngineKernel

/// One account as the status table shows it: texts, no widths yet.
package struct StatusRow: Sendable {
  /// What one window shows.
  package struct WindowCell: Sendable {
    let window: QuotaWindow
    let bar: Bar
    let left: String
    let reset: String
  }

  let state: AccountState
  let label: String
  let isDefault: Bool
  let plan: String
  let short: WindowCell?
  let long: WindowCell?
  let hasNoWindows: Bool
  let stateText: String
  let age: String
  let isStale: Bool

  /// The row of an account at a time.
  package init(_ account: AccountSnapshot, at now: Date) {
    let reading = account.reading
    state = account.state
    label = PrintableText.sanitized(account.account.label.text)
    isDefault = account.isDefault
    plan = (account.account.plan ?? reading?.plan)?.name.uppercased() ?? ""
    isStale = account.isStale
    hasNoWindows = account.account.identity.isAPIKey
    let isShown = account.state != .off && account.state != .expired
    let cell = { (window: QuotaWindow) in
      Self.cell(window, reading: reading, isStale: account.isStale, now: now)
    }
    short = isShown ? reading?.shortWindow.map(cell) : nil
    long = isShown ? reading?.longestLongWindow.map(cell) : nil
    stateText = Self.stateText(account)
    age = reading.map { ClockText.span(seconds: $0.age(at: now)) } ?? ""
  }

  /// The word of the state; a low window that is not the shortest is named.
  package static func stateText(_ account: AccountSnapshot) -> String {
    let word = account.state.word
    if account.state == .inUse && account.liveRuns > 1 { return "\(word) \(account.liveRuns)" }
    guard account.state == .low, let reading = account.reading,
      reading.shortWindow?.isLow != true, let long = reading.windows.last(where: \.isLow)
    else { return word }
    return "\(word) \(long.name)"
  }

  /// When a window starts anew, as a countdown; `fresh` before its first use.
  package static func reset(_ window: QuotaWindow, at now: Date) -> String {
    if isFresh(window, at: now) { return "fresh" }
    guard let resetsAt = window.resetsAt else { return "" }
    return ClockText.span(seconds: resetsAt.timeIntervalSince(now))
  }

  /// Whether a window has not started yet. The server names a whole length from now for such a one.
  package static func isFresh(_ window: QuotaWindow, at now: Date) -> Bool {
    guard window.usedPercent == 0 else { return false }
    guard let resetsAt = window.resetsAt else { return true }
    return resetsAt.timeIntervalSince(now) > 0.95 * Double(window.lengthSeconds)
  }

  private static func cell(
    _ window: QuotaWindow, reading: QuotaReading?, isStale: Bool, now: Date
  ) -> WindowCell {
    WindowCell(
      window: window, bar: Bar(window, readAt: reading?.readAt ?? now),
      left: (isStale ? "~" : "") + Percent.text(left: window.leftPercent),
      reset: reset(window, at: now))
  }
}
