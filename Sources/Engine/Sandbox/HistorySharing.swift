/// Whether a codex version may work on conversations that other versions use as well.
package enum HistorySharing: Hashable, Sendable {
  /// It shares conversations.
  case shared
  /// It cannot resume what newer ones wrote: the sandbox keeps its own.
  case own
  /// It damages conversations of newer ones, so it must not see a shared home at all.
  case refused

  /// The rule for codex `major.minor` (facts: 0.149.0 and newer resume each other's threads, 0.136.0
  /// and older make them unusable).
  package init(codexMajor major: Int, minor: Int) {
    if major > 0 || minor >= 149 {
      self = .shared
    } else {
      self = minor <= 136 ? .refused : .own
    }
  }
}
