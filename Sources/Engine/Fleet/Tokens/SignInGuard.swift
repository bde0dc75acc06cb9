package import EngineCore

/// A second name for an account's `auth.json`, beside it. Codex removes the first name when its
/// configuration forces another sign-in; the second keeps the session. Codex renews a session in place,
/// so both names show the newest one; swop replaces it under both by `store`.
///
/// Changes happen under the account's token lock.
package struct SignInGuard: Sendable {
  /// The second name's file name. Codex reads no such file.
  package static let name = ".swop-auth.json"

  /// The first name: `auth.json`.
  package let signIn: FilePath
  private let files: any FileSystem

  /// The guard of a sign-in.
  package init(of signIn: FilePath, files: any FileSystem) {
    self.signIn = signIn
    self.files = files
  }

  /// The second name.
  package var path: FilePath { signIn.parent / Self.name }

  /// Whether the second name is there.
  package var exists: Bool { files.exists(path) }

  /// Whether only the second name is there.
  package var isAlone: Bool { exists && !files.exists(signIn) }

  /// Whether both names lead to one file.
  package var isInPlace: Bool {
    guard let own = (try? files.status(path)) ?? nil,
      let first = (try? files.status(signIn)) ?? nil
    else { return false }
    return own.kind == .file && own.device == first.device && own.inode == first.inode
  }

  /// Makes the second name lead to the sign-in that is in place.
  ///
  /// - Throws: `FileError` where the file system has no hard links; there is no second name then.
  package func link() throws(FileError) {
    guard !isInPlace else { return }
    try remove()
    try files.createHardLink(path, to: signIn)
  }

  /// Replaces the sign-in, under both names if there are two. The second comes first: it never holds less
  /// than the newest session, whatever cuts this short.
  package func store(_ data: Data) throws(FileError) {
    guard exists else { return try files.replace(signIn, with: data, mode: .privateFile) }
    let temporary = signIn.parent / TemporaryName.linked
    if files.exists(temporary) { try files.remove(temporary) }
    try files.replace(path, with: data, mode: .privateFile)
    try files.createHardLink(temporary, to: path)
    try files.move(temporary, to: signIn)
  }

  /// Gives the session its first name back, if nothing has it now.
  ///
  /// - Returns: Whether it was given back.
  package func restore() throws(FileError) -> Bool {
    do {
      try files.createHardLink(signIn, to: path)
      return true
    } catch {
      guard error.reason == .exists else { throw error }
      return false
    }
  }

  /// Takes the second name away. Twice is once.
  package func remove() throws(FileError) {
    do {
      try files.remove(path)
    } catch {
      guard error.reason == .notFound else { throw error }
    }
  }
}
