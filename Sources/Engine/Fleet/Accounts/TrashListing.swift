package import EngineCore

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

  /// Entries that are older than thirty days by the machine's clock, oldest last. The clock may be wrong:
  /// only `expired` may be destroyed.
  package func old(at now: Date) -> [TrashedAccount] {
    entries.filter { now.timeIntervalSince($0.trashedAt) > Self.keptSeconds }
  }

  /// Entries that were thrown away more than thirty days ago, oldest last.
  ///
  /// - Parameter serverDate: the date by the server's clock, as is the one that each entry carries. An entry
  ///   without one is kept.
  /// - Returns: The entries that may be destroyed.
  package func expired(at serverDate: Date) -> [TrashedAccount] {
    entries.filter { entry in
      entry.serverDate.map { serverDate.timeIntervalSince($0) > Self.keptSeconds } ?? false
    }
  }
}
