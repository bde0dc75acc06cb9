package import EngineCore

/// What a pruning did, or would do.
package struct PruneReport: Hashable, Sendable {
  /// The conversations that went, or would.
  package var removed: [ConversationRecord] = []
  /// How many stay, by reason.
  package var kept: [PrunePlan.Reason: Int] = [:]
  /// What should have gone and could not, with the reason.
  package var failures: [ErrorReport] = []

  /// Nothing yet.
  package init() {}

  /// The size of what went, in bytes.
  package var bytes: Int64 { removed.reduce(0) { $0 + $1.size } }

  /// How much went.
  package var tally: PruneTally {
    var tally = PruneTally()
    tally.count = removed.count
    tally.bytes = bytes
    return tally
  }
}
