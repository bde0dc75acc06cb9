import Engine
import EngineKernel
import TUIKit

/// What is known of an account beside its windows.
enum DetailFacts {
  /// All of it, a line each.
  static func lines(_ entry: AccountEntry, _ context: ViewContext) -> [StyledLine] {
    var facts = known(entry, context)
    if !entry.sandbox.isEmpty { facts.insert(("Sandbox", entry.sandbox), at: 0) }
    if let rank = entry.rank {
      let reason = entry.rankReason.map { ": \($0)" } ?? ""
      facts.append(("Pick", "rank \(rank) of \(DetailView.ranked(context))\(reason)"))
    }
    return facts.map(line)
  }

  /// What a heading does not say.
  static func known(_ entry: AccountEntry, _ context: ViewContext) -> [(String, String)] {
    let account = entry.snapshot
    var facts = [("Added", context.clock.ago(account.account.createdAt))]
    if let used = account.account.lastUsedAt {
      facts.append(("Last run", context.clock.near(used)))
    }
    if let share = context.state.proxy.service?.shares.first(where: { $0.label == entry.label }) {
      facts.append(("Proxy", "\(share.requests) requests, \(share.movedFrom) moved away"))
    }
    if let credits = account.reading?.credits, credits.hasCredits {
      facts.append(("Credits", credits.isUnlimited ? "unlimited" : credits.balance ?? "some"))
    }
    return facts
  }

  /// A fact with its name.
  static func line(_ name: String, _ value: String) -> StyledLine {
    StyledLine(DisplayWidth.padded(name, to: 9), .muted) + StyledLine(value)
  }
}
