import EngineCore

/// Where git keeps what a folder of this machine holds. For a linked worktree and a submodule that is not the
/// folder itself: a file `.git` names the place.
struct LocalSource: Hashable, Sendable {
  /// The folder that a container needs to clone from it.
  let folder: FilePath
  /// What to clone, below `folder`; empty for the folder itself.
  let path: String

  /// The source behind a folder.
  ///
  /// - Parameters:
  ///   - folder: a folder of the user's.
  ///   - files: the disk.
  /// - Throws: `FileError` if the place that `.git` names cannot be found.
  init(of folder: FilePath, files: any FileSystem) throws(FileError) {
    let mark = folder / ".git"
    guard try files.status(mark)?.kind == .file else {
      self.folder = folder
      path = ""
      return
    }
    let own = try Self.place(in: files.read(mark), after: "gitdir: ", from: folder, files)
    guard try files.status(own / "commondir")?.kind == .file else {
      self.folder = own
      path = ""
      return
    }
    let common = try Self.place(in: files.read(own / "commondir"), after: "", from: own, files)
    guard own.isInside(common) else {
      throw FileError(
        operation: "read", path: mark, reason: .other("its repository does not hold it"))
    }
    self.folder = common
    path = String(own.text.dropFirst(common.text.count))
  }

  /// The folder that a line of git's names, absolute or from `folder`, with every link resolved.
  private static func place(
    in data: Data, after prefix: String, from folder: FilePath, _ files: any FileSystem
  ) throws(FileError) -> FilePath {
    let line = String(decoding: data.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard line.hasPrefix(prefix), line.count > prefix.count else {
      throw FileError(
        operation: "read", path: folder, reason: .other("git's file in it names no folder"))
    }
    let name = String(line.dropFirst(prefix.count))
    return try files.resolve(name.hasPrefix("/") ? FilePath(name) : folder / name)
  }
}
