/// A directory, or a repository with all its worktrees, and what it says about runs.
package struct ProjectBinding: Hashable, Sendable {
  /// The folder with everything below it; for a repository the folder that all its worktrees share.
  package let place: FilePath
  /// What it says.
  package let choice: ProjectChoice

  /// A binding of its parts.
  package init(place: FilePath, choice: ProjectChoice) {
    self.place = place
    self.choice = choice
  }
}
