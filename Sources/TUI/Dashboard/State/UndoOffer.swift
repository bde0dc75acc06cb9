package import EngineCore

/// The offer to bring a deleted account back.
package struct UndoOffer: Hashable, Sendable {
  /// The deleted account's label.
  package var label: String
  /// Until when the key works.
  package var endsAt: Date

  /// An offer of its parts.
  package init(label: String, endsAt: Date) {
    self.label = label
    self.endsAt = endsAt
  }

  /// How long the offer stands, in seconds.
  package static let seconds: Double = 10
}
