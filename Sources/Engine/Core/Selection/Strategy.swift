/// How automatic choice orders the accounts that can be used.
package enum Strategy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The lowest used percent of the longest window of a day or more.
  case mostLeft = "most-left"
  /// Spend what expires soonest, so that no quota is wasted.
  case resetFirst = "reset-first"
  /// Keep accounts level, without changing back and forth.
  case balanced
  /// One after another.
  case drain
  /// Always the same one.
  case pinned
}
