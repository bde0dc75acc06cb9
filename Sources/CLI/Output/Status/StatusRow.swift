package import Engine
package import EngineCore
import TUI
import TUIKit

/// One account as the status table shows it: texts, no widths yet.
package struct StatusRow: Sendable {
  /// What one window shows.
  package struct WindowCell: Sendable {
    let window: QuotaWindow
    let bar: Meter
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
    plan = account.planText
    isStale = account.isStale
    hasNoWindows = account.account.identity.isAPIKey
    let isShown = account.showsWindows
    let cell = { (window: QuotaWindow) in
      Self.cell(window, reading: reading, isStale: account.isStale, now: now)
    }
    short = isShown ? reading?.shortWindow.map(cell) : nil
    long = isShown ? reading?.longestLongWindow.map(cell) : nil
    stateText = account.stateText
    age = reading.map { ClockText.span(seconds: $0.age(at: now)) } ?? ""
  }

  private static func cell(
    _ window: QuotaWindow, reading: QuotaReading?, isStale: Bool, now: Date
  ) -> WindowCell {
    WindowCell(
      window: window, bar: Meter(window, readAt: reading?.readAt ?? now),
      left: (isStale ? "~" : "") + Percent.text(left: window.leftPercent),
      reset: window.resetText(at: now))
  }
}
