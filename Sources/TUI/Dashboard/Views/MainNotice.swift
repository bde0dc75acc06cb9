import Engine
import EngineCore
import TUIKit

/// What the rule above the list says where something is wrong with all of it, or a filter hides rows.
enum MainNotice {
  static func line(_ context: ViewContext) -> StyledLine? {
    let list = context.state.accounts
    if case .failed(let report) = list.knowledge, !list.entries.isEmpty {
      return StyledLine(report.message, .stateExpired)
    }
    if !list.filter.isEmpty, !list.isFiltering { return filter(context) }
    if case .offline(let since, let next) = context.state.connection {
      return offline(since: since, next: next, context)
    }
    return exhausted(context)
  }

  private static func filter(_ context: ViewContext) -> StyledLine {
    let list = context.state.accounts
    var line = StyledLine("filter ", .muted)
    line.append(list.filter.text, .key)
    line.append("  \(context.visible.count) of \(list.entries.count)", .title)
    line.append("  Esc shows all", .muted)
    return line
  }

  private static func offline(
    since: Date, next: Date?, _ context: ViewContext
  ) -> StyledLine {
    var line = StyledLine("offline since \(context.clock.near(since))", .stateBlocked)
    let isNarrow = context.isNarrow
    line.append(isNarrow ? ", last numbers" : ", last known numbers", .muted)
    if let next, next > context.state.now, !context.state.mode.isFrozen {
      let time = context.clock.countdown(to: next)
      line.append(isNarrow ? ", next \(time)" : ", next try in \(time)", .muted)
    }
    guard !isNarrow else { return line }
    return line + StyledLine(", ", .muted) + context.hint(.refreshOne, "tries now")
  }

  private static let unusable: [AccountState] = [.waiting, .blocked, .expired, .off]

  /// No account can be used: why, and what helps.
  private static func exhausted(_ context: ViewContext) -> StyledLine? {
    let states = context.state.accounts.facts.states.keys
    guard !states.isEmpty, states.allSatisfy(unusable.contains) else { return nil }
    if states.allSatisfy({ $0 == .off }) {
      let verb = context.isNarrow ? "switches on" : "enables the selected account"
      return StyledLine("every account is off, ", .stateOff)
        + context.hint(.accountToggle, verb)
    }
    if states.allSatisfy({ $0 == .expired || $0 == .off }) {
      let verb = context.isNarrow ? "signs in" : "signs the selected account in again"
      return StyledLine("every session has expired, ", .stateExpired)
        + context.hint(.accountRelogin, verb)
    }
    let isNarrow = context.isNarrow
    var line = StyledLine(isNarrow ? "all used up" : "nothing can be used now", .stateWaiting)
    if let (entry, at) = firstBack(context) {
      let label = DisplayWidth.cut(entry.label, to: 20, ellipsis: context.glyphs.ellipsis)
      let verb = isNarrow ? "back" : "is back"
      line.append(", \(label) \(verb) in \(context.clock.countdown(to: at))", .muted)
    }
    return line
  }

  /// The account that can be used first again, and when: all its used-up windows have to start over.
  private static func firstBack(_ context: ViewContext) -> (AccountEntry, Date)? {
    context.state.accounts.entries.compactMap { entry in
      entry.snapshot.blockedUntil.map { (entry, $0) }
    }
    .filter { $0.1 > context.state.now }
    .min { $0.1 < $1.1 }
  }
}
