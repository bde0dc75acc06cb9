import Engine
import EngineCore
import TUIKit

/// What is wrong with an account and which key helps, in a line or two.
enum DetailNote {
  static func line(_ entry: AccountEntry, _ context: ViewContext) -> StyledLine? {
    let account = entry.snapshot
    let role = DashboardRoles.state(account.state)
    if let progress = entry.progress, context.spinner(progress) != nil {
      return context.words(progress)
    }
    switch account.state {
    case .expired:
      return StyledLine("session expired, ", role) + context.hint(.accountRelogin, "signs in again")
    case .off:
      return StyledLine("switched off by you, ", role)
        + context.hint(.accountToggle, "switches it on")
    case .blocked: return StyledLine(blocked(account, context), role)
    case .unknown:
      let reason = account.error.map { Self.trimmed($0.message) } ?? "never measured"
      return StyledLine("\(reason), ", role) + context.hint(.refreshOne, "asks now")
    case .waiting, .low, .inUse, .ready:
      guard let error = account.error else { return nil }
      return StyledLine(trimmed(error.message), .stateLow)
    }
  }

  private static func blocked(_ account: AccountSnapshot, _ context: ViewContext) -> String {
    let left = account.reading?.windows.first.map { Percent.text(left: $0.leftPercent) }
    let until = account.blockedUntil.map { " until \(context.clock.near($0))" } ?? ""
    guard !context.isNarrow else {
      return "refused\(until)" + (left.map { ", although \($0) is left" } ?? "")
    }
    let text = "the server refuses \(account.account.label.text)\(until)"
    return text + (left.map { " although it reports \($0) left" } ?? "")
  }

  private static func trimmed(_ message: String) -> String {
    message.hasSuffix(".") ? String(message.dropLast()) : message
  }
}
