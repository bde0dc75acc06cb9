package import EngineCore

/// Looks at what a plan cannot know by itself: whether a conversation is open now.
package struct PruneLook: Sendable {
  private let files: any FileSystem
  private let live: LiveHome

  /// A look through `files` and at the processes of `live`.
  package init(files: any FileSystem, live: LiveHome) {
    self.files = files
    self.live = live
  }

  /// Whether a codex has a conversation open: it holds a lock in its name then.
  package func isOpen(_ conversation: ConversationRecord) -> Bool {
    isHeld(ConversationHome(conversation.home).writerLock(of: conversation.id))
  }

  /// The circumstances of conversations; homes are looked at once.
  package func circumstances(
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
