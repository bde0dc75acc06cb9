import EngineCore
import TUIKit

/// What a run is started with.
struct RunOptionsDialog: Hashable, Sendable {
  /// One line of the dialog.
  enum Field: String, Hashable, Sendable, CaseIterable {
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
  struct Conversation: Hashable, Sendable, Identifiable {
    /// Codex's identity of it.
    var id: String
    /// Its first words or its name.
    var title: String
    /// Where it ran.
    var directory: String
    /// When it was used last.
    var usedAt: Date
  }

  /// Whether the run goes through the proxy.
  enum Rotation: String, Hashable, Sendable, CaseIterable {
    /// As the settings say.
    case asConfigured
    /// Through the proxy.
    case on
    /// Directly.
    case off
  }

  /// The account.
  var account: AccountID
  /// Its label.
  var label: String
  /// Where codex runs.
  var directory: TextField
  /// Its arguments, as a shell splits them.
  var arguments = TextField()
  /// The conversations there are; nil before they were listed.
  var conversations: [Conversation]?
  /// The one to go on with, nil for a new one.
  var conversation: Conversation?
  /// The row of the open list of conversations: 0 is a new one; nil while the list is closed.
  var picking: Int?
  /// Whether the run goes through the proxy.
  var rotation = Rotation.asConfigured
  /// What the keys go to.
  var field = Field.directory
  /// What is wrong with the answer, nil if nothing is.
  var complaint: String?

  /// The usual options of a run.
  init(account: AccountID, label: String, directory: String) {
    self.account = account
    self.label = label
    self.directory = TextField(directory)
  }
}
