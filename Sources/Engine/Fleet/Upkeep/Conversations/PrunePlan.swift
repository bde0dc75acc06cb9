package import EngineCore

/// Which conversations may go. Pure; the code that carries it out looks once more at each.
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
    /// Its file is outside its home.
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
  struct Circumstances: Hashable, Sendable {
    /// Whether a codex has it open.
    var isOpen = false
    /// Whether a codex runs in its home that may have it open unseen.
    var mayBeOpen = false
    /// Whether its file is outside its home.
    var isOutside = false

    /// Nothing that keeps it.
    init() {}
  }

  /// What goes, the longest unused first.
  private(set) var doomed: [ConversationRecord] = []
  /// What stays, with the reason.
  private(set) var kept: [String: Reason] = [:]

  /// A plan.
  ///
  /// - Parameters:
  ///   - conversations: all there are.
  ///   - cutoff: what was used or written since then stays.
  ///   - circumstances: what else is known of each.
  init(
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
  var counts: [Reason: Int] {
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

/// Looks at what a plan cannot know by itself: whether a conversation is open now.
struct PruneLook: Sendable {
  private let files: any FileSystem
  private let live: LiveHome

  /// A look through `files` and at the processes of `live`.
  init(files: any FileSystem, live: LiveHome) {
    self.files = files
    self.live = live
  }

  /// Whether a codex has a conversation open: it holds a lock in its name then.
  func isOpen(_ conversation: ConversationRecord) -> Bool {
    isHeld(ConversationHome(conversation.home).writerLock(of: conversation.id))
  }

  /// The circumstances of conversations; homes are looked at once.
  func circumstances(
    of conversations: [ConversationRecord]
  ) -> [String: PrunePlan.Circumstances] {
    let homes = Set(conversations.map(\.home))
    let silent = homes.filter { live.users(of: $0).contains(.codex) && !showsOpenOnes($0) }
    let places = Dictionary(uniqueKeysWithValues: homes.map { ($0, roots(of: $0)) })
    return conversations.reduce(into: [:]) { result, conversation in
      var found = PrunePlan.Circumstances()
      found.isOpen = isOpen(conversation)
      found.mayBeOpen = silent.contains(conversation.home)
      let roots = places[conversation.home] ?? []
      found.isOutside = !roots.contains { conversation.rollout.isInside($0) }
      result[conversation.id] = found
    }
  }

  /// Versions before 0.149 hold no lock on what they have open.
  private func showsOpenOnes(_ home: FilePath) -> Bool {
    let folder = home / "thread-writer-locks"
    return ((try? files.list(folder)) ?? []).contains { isHeld(folder / $0) }
  }

  private func roots(of home: FilePath) -> [FilePath] {
    guard let home = try? files.resolve(home) else { return [] }
    return [home / "sessions", home / "archived_sessions"]
  }

  private func isHeld(_ path: FilePath) -> Bool {
    // Taking a lock would make its file: only one that is there is tried, and given up at once.
    guard (try? files.status(path))?.kind == .file else { return false }
    do {
      guard let lock = try files.tryLock(path) else { return true }
      lock.release()
      return false
    } catch {
      // Who cannot look assumes the worst.
      return true
    }
  }
}

/// What a pruning did, or would do.
package struct PruneReport: Hashable, Sendable {
  /// The conversations that went, or would.
  package var removed: [ConversationRecord] = []
  /// How many stay, by reason.
  package var kept: [PrunePlan.Reason: Int] = [:]
  /// What should have gone and could not, with the reason.
  package var failures: [ErrorReport] = []

  /// Nothing yet.
  init() {}

  /// The size of what went, in bytes.
  package var bytes: Int64 { removed.reduce(0) { $0 + $1.size } }

  /// How much went.
  var tally: PruneTally {
    var tally = PruneTally()
    tally.count = removed.count
    tally.bytes = bytes
    return tally
  }
}

/// How much was pruned, for the one event that tells it.
struct PruneTally: Hashable, Sendable, Codable {
  /// How many conversations went.
  var count = 0
  /// Their size in bytes.
  var bytes: Int64 = 0

  /// Nothing yet.
  init() {}

  /// Both together.
  static func + (first: PruneTally, second: PruneTally) -> PruneTally {
    var sum = first
    sum.count += second.count
    sum.bytes += second.bytes
    return sum
  }

  /// One sentence for the log: `Removed 12 conversations (4.1 MB).`
  var sentence: String {
    let conversations = count == 1 ? "1 conversation" : "\(count) conversations"
    return "Removed \(conversations) (\(ByteText.of(bytes)))."
  }
}
