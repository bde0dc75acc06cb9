package import EngineCore

/// Which conversations may go. Pure; whoever carries it out looks once more at each.
package struct PrunePlan: Hashable, Sendable {
  /// Why a conversation stays.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// It was used or written too recently.
    case younger
    /// A person pinned it.
    case pinned
    /// A codex has it open.
    case open
    /// A codex runs in its home that does not show what it has open.
    case busy
    /// Its file lies outside its home.
    case outside
    /// It started another conversation that stays.
    case needed

    /// For people, after a number of conversations.
    package var phrase: String {
      switch self {
      case .younger: "younger"
      case .pinned: "pinned"
      case .open: "open now"
      case .busy: "in a home that an older codex uses now"
      case .outside: "outside their home"
      case .needed: "with a helper that stays"
      }
    }
  }

  /// What is known of a conversation beside its record.
  package struct Circumstances: Hashable, Sendable {
    /// Whether a codex has it open.
    package var isOpen = false
    /// Whether a codex runs in its home that may have it open unseen.
    package var mayBeOpen = false
    /// Whether its file lies outside its home.
    package var isOutside = false

    /// Nothing that keeps it.
    package init() {}
  }

  /// What goes, the longest unused first.
  package private(set) var doomed: [ConversationRecord] = []
  /// What stays, with the reason.
  package private(set) var kept: [String: Reason] = [:]

  /// A plan.
  ///
  /// - Parameters:
  ///   - conversations: all there are.
  ///   - cutoff: what was used or written since then stays.
  ///   - circumstances: what else is known of each.
  package init(
    _ conversations: [ConversationRecord], cutoff: Date,
    circumstances: (ConversationRecord) -> Circumstances
  ) {
    for conversation in conversations {
      kept[conversation.id] = Self.reason(conversation, cutoff, circumstances)
    }
    keepAncestors(conversations)
    doomed = conversations.filter { kept[$0.id] == nil }
      .sorted { ($0.usedAt, $0.id) < ($1.usedAt, $1.id) }
  }

  /// How many stay, by reason.
  package var counts: [Reason: Int] {
    kept.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private static func reason(
    _ conversation: ConversationRecord, _ cutoff: Date,
    _ circumstances: (ConversationRecord) -> Circumstances
  ) -> Reason? {
    if max(conversation.usedAt, conversation.changedAt) >= cutoff { return .younger }
    if conversation.isPinned { return .pinned }
    let found = circumstances(conversation)
    if found.isOutside { return .outside }
    if found.isOpen { return .open }
    return found.mayBeOpen ? .busy : nil
  }

  /// Codex deletes the helpers of a conversation together with it.
  private mutating func keepAncestors(_ conversations: [ConversationRecord]) {
    let parents = Dictionary(conversations.map { ($0.id, $0.parent) }) { first, _ in first }
    for id in kept.keys {
      var ancestor = parents[id] ?? nil
      while let current = ancestor, parents[current] != nil, kept[current] == nil {
        kept[current] = .needed
        ancestor = parents[current] ?? nil
      }
    }
  }
}
