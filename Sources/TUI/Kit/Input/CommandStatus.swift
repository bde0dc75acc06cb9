/// What a command is like at this moment.
package struct CommandStatus: Hashable, Sendable {
  /// Why it cannot run now, nil if it can.
  package var disabledReason: String?
  /// Another word for its hint, where that follows what is selected.
  package var hintWord: String?
  /// Another rank for its hint.
  package var hintRank: Int?

  /// A status of its parts.
  package init(disabledReason: String? = nil, hintWord: String? = nil, hintRank: Int? = nil) {
    self.disabledReason = disabledReason
    self.hintWord = hintWord
    self.hintRank = hintRank
  }

  /// It can run and looks as it always does.
  package static let enabled = CommandStatus()

  /// Whether it can run.
  package var isEnabled: Bool { disabledReason == nil }
}
