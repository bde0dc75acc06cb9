package import EngineCore

/// A moment as part of a folder's name: `20261120T150405Z`.
package enum FolderStamp {
  /// The moment in UTC, whole seconds.
  package static func text(_ date: Date) -> String {
    ClockText.stamp(date).filter { $0 != "-" && $0 != ":" }
  }
}
