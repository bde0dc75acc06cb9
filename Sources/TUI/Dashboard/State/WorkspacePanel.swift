package import EngineCore

/// The containers as their panel shows them.
package struct WorkspacePanel: Hashable, Sendable {
  /// One container.
  package struct Entry: Hashable, Sendable, Identifiable {
    /// Its name.
    package var name: String
    /// The repository in it, nil if none is known.
    package var repository: String?
    /// Whether it runs.
    package var isRunning: Bool
    /// What the engine says of it: `Up 3 hours`.
    package var status: String
    /// The account it uses, nil for none.
    package var account: String?
    /// What is being done with it now.
    package var progress: Progress?

    package var id: String { name }

    /// A container of its parts.
    package init(
      name: String, repository: String? = nil, isRunning: Bool, status: String,
      account: String? = nil, progress: Progress? = nil
    ) {
      self.name = name
      self.repository = repository
      self.isRunning = isRunning
      self.status = status
      self.account = account
      self.progress = progress
    }
  }

  /// All containers; nil before they were listed.
  package var entries: [Entry]?
  /// The chosen one's name.
  package var selection: String?
  /// Why they cannot be listed, nil if they can.
  package var fault: ErrorReport?

  /// A panel that knows nothing yet.
  package init() {}

  /// The chosen container.
  package var selected: Entry? { entries?.first { $0.name == selection } }
}
