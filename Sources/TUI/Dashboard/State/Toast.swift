package import EngineCore

/// One short message.
package struct Toast: Hashable, Sendable {
  /// What it tells.
  package enum Kind: Hashable, Sendable {
    /// Something worked.
    case good
    /// Something to know.
    case note
    /// Something failed.
    case bad

    /// The word in front, so that colour is not all.
    package var word: String {
      switch self {
      case .good: "done"
      case .note: "note"
      case .bad: "failed"
      }
    }

    /// How long it stays, in seconds.
    var seconds: Double { self == .bad ? 4 : 2 }
  }

  /// What it tells.
  package var kind: Kind
  /// One sentence.
  package var text: String
  /// When it goes.
  package var endsAt: Date

  /// A message that starts now.
  package init(_ kind: Kind, _ text: String, at now: Date) {
    self.kind = kind
    self.text = PrintableText.shortened(text, to: 240)
    endsAt = now + kind.seconds
  }
}
