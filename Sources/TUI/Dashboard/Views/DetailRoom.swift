import Engine
import EngineCore
import TUIKit

/// What a high panel tells beyond the account: whom automatic choice takes, and what happened last.
enum DetailRoom {
  /// So many events are shown at most.
  private static let mostEvents = 8

  /// The groups that fit into so many rows, a blank line before each; none of them is empty.
  static func groups(
    _ entry: AccountEntry, _ context: ViewContext, width: Int, rows: Int
  ) -> [[StyledLine]] {
    var groups: [[StyledLine]] = []
    var rest = rows
    let best = best(context)
    if best.count > 1, best.count + 1 < rest {
      groups.append(order(best, entry, context, width))
      rest -= best.count + 2
    }
    let events = events(of: entry, context, width, limit: min(mostEvents, rest - 2))
    return events.count > 1 ? groups + [events] : groups
  }

  /// The accounts that automatic choice would take, best first.
  private static func best(_ context: ViewContext) -> [AccountEntry] {
    let list = context.state.accounts
    return (1...AccountFacts.bestRanks).compactMap { list.facts.best[$0] }.map { list.entries[$0] }
  }

  private static func order(
    _ best: [AccountEntry], _ entry: AccountEntry, _ context: ViewContext, _ width: Int
  ) -> [StyledLine] {
    let name = min(20, best.reduce(0) { max($0, TextWidth.of($1.label)) })
    return [StyledLine("Automatic choice", .title)]
      + best.enumerated().map { index, other in
        let state = other.snapshot.state
        let label = DisplayWidth.cut(other.label, to: name, ellipsis: context.glyphs.ellipsis)
        var line = StyledLine("\(index + 1) ", .muted)
        line.append(context.glyphs.glyph(state), DashboardRoles.state(state))
        line.append(
          " " + DisplayWidth.padded(label, to: name), other.id == entry.id ? .title : .text)
        let reason = Clauses.fittingWithoutAsides(
          other.rankReason ?? "", width: width - line.width - 2)
        line.append("  " + reason, .muted)
        return line
      }
  }

  /// The last events of the account, the newest first.
  private static func events(
    of entry: AccountEntry, _ context: ViewContext, _ width: Int, limit: Int
  ) -> [StyledLine] {
    let events = context.state.events.entries.reversed().lazy.filter { $0.account == entry.id }
    return [StyledLine("Last events", .title)]
      + events.prefix(max(0, limit)).map { event in
        let parts = EventLine(
          event, state: entry.snapshot.state, glyphs: context.glyphs, clock: context.clock,
          relogin: context.key(.accountRelogin))
        var line = StyledLine("\(parts.time.dropLast(3)) ", .muted)
        line.append(parts.sign, parts.role)
        line.append(" " + EventsView.Lines.fitted(parts.sentence, to: width - line.width - 1))
        return line
      }
  }
}
