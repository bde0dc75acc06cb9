import Engine
import EngineCore
import TUI
import TUIKit

/// One account as the status table shows it: texts, no widths yet.
struct StatusRow: Sendable {
  /// What one window shows.
  struct WindowCell: Sendable {
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
  init(_ account: AccountSnapshot, at now: Date) {
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

/// What is wrong with an account and what to do about it, in one line.
enum AccountNote {
  /// The line, nil if nothing is wrong.
  static func sentence(_ account: AccountSnapshot, timeZone: ClockZone) -> String? {
    let label = account.account.label.text
    if let error = account.error {
      let until = account.state == .blocked ? until(account, timeZone) : ""
      return error.message + until + (error.remedy.map { " " + $0 } ?? "")
    }
    switch account.state {
    case .blocked: return "\(label) is refused by the server.\(until(account, timeZone))"
    case .expired: return "\(label) has to sign in again: swop relogin \(ShellWord.quoted(label))"
    case .unknown: return "\(label) was not measured yet: swop status --refresh"
    case .off, .waiting, .low, .inUse, .ready: return nil
    }
  }

  private static func until(_ account: AccountSnapshot, _ timeZone: ClockZone) -> String {
    account.blockedUntil.map { " Blocked until \(ClockText.moment($0, in: timeZone))." } ?? ""
  }
}

extension FleetSnapshot {
  /// The account with a label, without regard to case.
  ///
  /// - Throws: `FleetError.unknownAccount` with the nearest label.
  func account(labelled label: String) throws(FleetError) -> AccountSnapshot {
    let folded = label.lowercased()
    if let account = accounts.first(where: { $0.account.label.folded == folded }) { return account }
    let nearest = NearestName.of(label, in: accounts.map(\.account.label.text))
    throw .unknownAccount(label: label, nearest: nearest)
  }
}

// The dashboard's bar in the roles of the command line.
extension Meter {
  /// The bar in `width` columns, 1 or more.
  func text(width: Int, glyphs: GlyphSet) -> StyledText {
    line(width: width, glyphs: glyphs).pieces.reduce(into: StyledText()) { text, piece in
      switch piece.style.role {
      case .track: text.append(piece.text, .track)
      case .pace: text.append(piece.text, .pace)
      default: text.append(piece.text, Self.textRole(left: left))
      }
    }
  }

  /// A bar of which nothing is known.
  static func unknownText(width: Int, glyphs: GlyphSet) -> StyledText {
    StyledText(String(repeating: glyphs.unknownTrack, count: width), .muted)
  }

  /// What an amount left means: plenty, caution or danger.
  static func textRole(left: Double) -> Role {
    switch role(left: left) {
    case .barDanger: .barDanger
    case .barCaution: .barCaution
    default: .barHigh
    }
  }
}

/// Which folder the accounts share, where it is not `~/.codex`.
enum SharedHomeText {
  /// One sentence.
  static func sentence(_ home: FilePath) -> String {
    "Accounts share \(PrintableText.sanitized(home.text)) (setting codex.home)."
  }
}
