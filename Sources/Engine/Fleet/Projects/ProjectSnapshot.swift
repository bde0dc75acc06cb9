package import EngineCore

/// What the folder that swop was started in says about runs.
package struct ProjectSnapshot: Hashable, Sendable {
  /// The folder, or what all worktrees of a repository share.
  package var place: FilePath
  /// The account it names, nil if it names none.
  package var account: AccountID?
  /// That account's label, nil if it is not there any more.
  package var label: String?
  /// The strategy it names, nil if it names none.
  package var strategy: Strategy?

  /// A snapshot of its parts.
  package init(
    place: FilePath, account: AccountID? = nil, label: String? = nil, strategy: Strategy? = nil
  ) {
    self.place = place
    self.account = account
    self.label = label
    self.strategy = strategy
  }

  /// The folder as people know it: a repository by the folder that holds it.
  package var folder: FilePath { place.name == ".git" ? place.parent : place }
}
