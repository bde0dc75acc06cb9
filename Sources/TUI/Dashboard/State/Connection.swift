package import EngineCore

/// Whether the servers can be reached, as the last polls showed it.
package enum Connection: Hashable, Sendable {
  /// Nothing was asked yet.
  case unknown
  /// The last poll was answered.
  case online
  /// No poll was answered since then; the next try is at `nextTryAt`.
  case offline(since: Date, nextTryAt: Date?)
}
