/// What happens while a workspace is made.
package enum WorkspaceNotice: Hashable, Sendable {
  /// A step that may take long, as a verb: `pulling the image`.
  case step(String)
  /// Something the user should know, one sentence.
  case warning(String)
}
