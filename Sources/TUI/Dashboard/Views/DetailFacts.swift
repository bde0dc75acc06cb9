import Engine
import EngineCore
import TUIKit

/// What is known of an account beside its windows.
enum DetailFacts {
  /// One thing with its name.
  typealias Fact = (name: String, value: String)

  /// All of it.
  static func all(_ entry: AccountEntry, _ context: ViewContext) -> [Fact] {
    var facts = known(entry, context)
    if !entry.sandbox.isEmpty { facts.insert(("Sandbox", entry.sandbox), at: 0) }
    if let rank = entry.rank {
      let reason = entry.rankReason.map { ": \($0)" } ?? ""
      facts.append(("Pick", "rank \(rank) of \(DetailView.ranked(context))\(reason)"))
    }
    return facts
  }

  /// As many lines as they take in a width.
  static func lines(_ facts: [Fact], width: Int) -> [StyledLine] {
    facts.flatMap { name, value in
      LineWrap.lines(value, width: width - nameWidth).enumerated().map {
        line($0 == 0 ? name : "", $1)
      }
    }
  }

  /// What a heading does not say.
  static func known(_ entry: AccountEntry, _ context: ViewContext) -> [Fact] {
    let account = entry.snapshot
    var facts = [("Added", context.clock.ago(account.account.createdAt))]
    if let used = account.account.lastUsedAt {
      facts.append(("Last run", context.clock.near(used)))
    }
    if let share = context.state.proxy.service?.shares.first(where: { $0.label == entry.label }) {
      let requests = "\(share.requests) request\(share.requests == 1 ? "" : "s")"
      facts.append(("Proxy", "\(requests), \(share.movedFrom) moved away"))
    }
    if let credits = account.reading?.credits, credits.hasCredits {
      facts.append(("Credits", credits.isUnlimited ? "unlimited" : credits.balance ?? "some"))
    }
    return facts
  }

  /// Columns of the names.
  static let nameWidth = 9

  /// A fact with its name.
  static func line(_ name: String, _ value: String) -> StyledLine {
    StyledLine(DisplayWidth.padded(name, to: nameWidth), .muted) + StyledLine(value)
  }
}

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
      return StyledLine("disabled, ", role)
        + context.hint(.accountToggle, "enables it")
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
