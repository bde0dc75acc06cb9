package import EngineCore
package import TUIKit

/// What a run is started with.
package struct RunOptionsDialog: Hashable, Sendable {
  /// One line of the dialog.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    /// Where codex runs.
    case directory
    /// Its arguments.
    case arguments
    /// The conversation it goes on with.
    case conversation
    /// Whether it goes through the proxy.
    case rotation
  }

  /// A conversation that can be gone on with.
  package struct Conversation: Hashable, Sendable, Identifiable {
    /// Codex's identity of it.
    package var id: String
    /// Its first words or its name.
    package var title: String
    /// Where it ran.
    package var directory: String
    /// When it was used last.
    package var usedAt: Date

    /// A conversation of its parts.
    package init(id: String, title: String, directory: String, usedAt: Date) {
      self.id = id
      self.title = title
      self.directory = directory
      self.usedAt = usedAt
    }
  }

  /// Whether the run goes through the proxy.
  package enum Rotation: String, Hashable, Sendable, CaseIterable {
    /// As the settings say.
    case asConfigured
    /// Through the proxy.
    case on
    /// Directly.
    case off
  }

  /// The account.
  package var account: AccountID
  /// Its label.
  package var label: String
  /// Where codex runs.
  package var directory: TextField
  /// Its arguments, as a shell splits them.
  package var arguments = TextField()
  /// The conversations there are; nil before they were listed.
  package var conversations: [Conversation]?
  /// The one to go on with, nil for a new one.
  package var conversation: Conversation?
  /// The row of the open list of conversations: 0 is a new one; nil while the list is closed.
  package var picking: Int?
  /// Whether the run goes through the proxy.
  package var rotation = Rotation.asConfigured
  /// What the keys go to.
  package var field = Field.directory
  /// What is wrong with the answer, nil if nothing is.
  package var complaint: String?

  /// The usual options of a run.
  package init(account: AccountID, label: String, directory: String) {
    self.account = account
    self.label = label
    self.directory = TextField(directory)
  }
}
