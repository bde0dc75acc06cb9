/// Why the system keeps this process from a file: whose it is, and its mode.
package struct FileDenial: Hashable, Sendable {
  /// What denies: the file itself, or a folder above it that may not be entered.
  package let path: FilePath
  /// Whether `path` is a folder.
  package let isFolder: Bool
  /// The name of its owner, the number where the system has no name for it.
  package let owner: String
  /// Its permission bits.
  package let mode: FileMode
  /// The name of the user that this process runs as.
  package let user: String

  /// A denial of its parts.
  package init(path: FilePath, isFolder: Bool, owner: String, mode: FileMode, user: String) {
    self.path = path
    self.isFolder = isFolder
    self.owner = owner
    self.mode = mode
    self.user = user
  }

  /// Whether it belongs to another user.
  package var isForeign: Bool { owner != user }

  /// Why, as part of a sentence that names `file`: `it belongs to root`.
  package func clause(about file: FilePath) -> String {
    let subject = path == file ? "it" : PrintableText.sanitized(path.text)
    return isForeign ? "\(subject) belongs to \(owner)" : "\(subject) has mode \(mode)"
  }

  /// The command that lets this user in again.
  package var remedy: String {
    let place = ShellWord.quoted(path.text)
    if !isForeign { return "Open it to yourself: chmod \(isFolder ? "u+rwx" : "600") \(place)" }
    // A folder of somebody else's rarely holds only files of one's own.
    return "Make it yours again: sudo chown \(isFolder ? "-R " : "")\(user) \(place)"
  }
}
