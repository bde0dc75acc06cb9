/// What removing a workspace came to.
package struct WorkspaceRemoval: Hashable, Sendable {
  /// The name of the workspace.
  package let name: String
  /// The volumes that are gone with it.
  package let removedVolumes: [String]
  /// The volumes that were kept.
  package let keptVolumes: [String]

  /// A removal of its parts.
  package init(name: String, removedVolumes: [String], keptVolumes: [String]) {
    self.name = name
    self.removedVolumes = removedVolumes
    self.keptVolumes = keptVolumes
  }
}
