package import EngineKernel

/// What lies in the trash at one moment.
package struct TrashListing: Hashable, Sendable {
  /// The entries, newest first.
  package let entries: [TrashedAccount]
  /// Entries that cannot be read.
  package let damaged: [DamagedAccount]

  /// How long an entry is kept: thirty days, in seconds.
  package static let keptSeconds: Double = 30 * 86_400

  /// A listing; the order is made here.
  package init(entries: [TrashedAccount], damaged: [DamagedAccount]) {
    self.entries = entries.sorted { first, second in
      (first.trashedAt, first.folder.text) > (second.trashedAt, second.folder.text)
    }
    self.damaged = damaged
  }

  /// Entries that are older than thirty days at `now`, oldest last.
  package func expired(at now: Date) -> [TrashedAccount] {
    entries.filter { now.timeIntervalSince($0.trashedAt) > Self.keptSeconds }
  }
}
