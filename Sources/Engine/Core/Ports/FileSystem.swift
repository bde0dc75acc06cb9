/// Files and folders. Calls are synchronous and short; nothing here follows a link unless it says so.
package protocol FileSystem: Sendable {
  /// The whole of a file, links followed.
  func read(_ path: FilePath) throws(FileError) -> Data

  /// Replaces or creates a file in one step: written beside, synchronised, renamed, and the folder
  /// synchronised. A reader sees the old bytes or the new ones.
  func replace(_ path: FilePath, with data: Data, mode: FileMode) throws(FileError)

  /// Creates a folder and its missing parents, each with `mode`. An existing folder is left alone.
  func createFolder(_ path: FilePath, mode: FileMode) throws(FileError)

  /// Renames a file or folder, and synchronises both parent folders. An existing target file is
  /// replaced; an existing folder that is not empty is an error.
  func move(_ path: FilePath, to target: FilePath) throws(FileError)

  /// As `move`, but an existing target is the error `.exists`.
  func moveWithoutReplacing(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Removes a file or link. A missing one is the error `.notFound`.
  func remove(_ path: FilePath) throws(FileError)

  /// Removes a folder with everything in it, following no link. A missing one is no error.
  func removeTree(_ path: FilePath) throws(FileError)

  /// The names in a folder, sorted.
  func list(_ folder: FilePath) throws(FileError) -> [String]

  /// What is at a path, links not followed; nil if nothing is.
  func status(_ path: FilePath) throws(FileError) -> FileStatus?

  /// What a link points at, as it is written.
  func linkTarget(_ path: FilePath) throws(FileError) -> FilePath

  /// Creates a symbolic link at `path`. An existing entry is the error `.exists`.
  func createLink(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Creates a second name for a file.
  func createHardLink(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Sets the permission bits.
  func setMode(_ path: FilePath, _ mode: FileMode) throws(FileError)

  /// The path with every link resolved.
  func resolve(_ path: FilePath) throws(FileError) -> FilePath

  /// Whether this process may do `access` there, links followed.
  func mayAccess(_ path: FilePath, _ access: FileAccess) -> Bool

  /// Takes the advisory lock on a file (created 0600 if missing) if nobody holds it.
  ///
  /// The lock ends when the returned value is released or its process dies, whichever comes first.
  /// It is not inherited by children.
  ///
  /// - Returns: The lock, or nil if another holder, in this process or elsewhere, has it.
  func tryLock(_ path: FilePath) throws(FileError) -> (any HeldLock)?
}

extension FileSystem {
  /// Whether anything is at a path, links not followed. An unreadable parent counts as nothing.
  package func exists(_ path: FilePath) -> Bool {
    (try? status(path)) != nil
  }

  /// The whole of a file, nil if there is none.
  package func readIfPresent(_ path: FilePath) throws(FileError) -> Data? {
    do {
      return try read(path)
    } catch {
      if error.reason == .notFound { return nil }
      throw error
    }
  }
}
