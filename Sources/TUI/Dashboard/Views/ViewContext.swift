import Engine
import EngineCore
import TUIKit

/// What every view needs: the state, the characters that draw, the clock, and what follows from them.
struct ViewContext {
  let state: DashboardState
  let glyphs: GlyphSet
  let clock: ScreenClock
  /// The rows that the filter leaves, in their order.
  let visible: AccountRows

  init(_ state: DashboardState) {
    self.state = state
    glyphs = state.glyphs
    clock = ScreenClock(state)
    visible = state.accounts.visible
  }

  /// The rows of the account list, of which one is chosen.
  var accountList: RowList {
    RowList(
      count: visible.count, chosen: state.accounts.selectedRow,
      hasCursor: state.focus == .accounts)
  }

  /// Whether words have to be few.
  var isNarrow: Bool { state.size.columns < 66 }

  /// What all accounts have left together.
  var pool: Pool { state.accounts.pool }

  /// The resets that are still to come, soonest first.
  var resets: ArraySlice<Pool.Reset> { pool.resets.drop { $0.at <= state.now } }

  /// The entry of an account, nil if it is gone.
  func entry(_ id: AccountID) -> AccountEntry? { state.accounts[id] }

  /// The sign of something that takes time; nil while nothing is shown of it.
  func spinner(_ progress: Progress?) -> String? {
    guard let progress, progress.stage(at: state.now) != .hidden else { return nil }
    return state.mode.isQuiet
      ? glyphs.ellipsis : glyphs.spinner(after: state.now.timeIntervalSince(progress.startedAt))
  }

  /// Something that takes time in words: a spinner and a verb, after a while how long and how to cancel.
  func words(_ progress: Progress) -> StyledLine {
    var line = StyledLine(spinner(progress) ?? " ", .key)
    line.append(" \(progress.verb)")
    guard case .elapsed(let seconds) = progress.stage(at: state.now) else { return line }
    line.append(", \(clock.words(Double(seconds)))", .muted)
    if progress.isCancellable { line.append(", Esc cancels", .muted) }
    return line
  }

  /// The keys of a command as hints show them, nil if it has none.
  func key(_ command: DashboardCommand) -> String? { state.key(command) }

  /// The key of a command, else that of the palette, which has every command.
  func way(to command: DashboardCommand) -> String { key(command) ?? key(.palette) ?? "" }

  /// A key and what it does, for sentences: `R sign in again`.
  func hint(_ command: DashboardCommand, _ word: String) -> StyledLine {
    var line = StyledLine(way(to: command), .key)
    line.append(" \(word)", .muted)
    return line
  }
}
