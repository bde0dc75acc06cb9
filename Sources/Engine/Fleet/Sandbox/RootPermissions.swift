package import EngineCore

/// Whether the root may be trusted: what is in it names programs that swop runs and servers that it sends
/// sign-ins to, so only its owner may write it and the folders on the way to it.
///
/// The rules are those of ssh for `~/.ssh`: every folder from `/` on belongs to the caller or to root, and is
/// not writable by others. Three things are fine, because others still cannot change what swop reads: a
/// sticky folder such as `/var/tmp` (only the owner of an entry may replace it), a folder below one that
/// others cannot enter, and a group that has no other member (the usual group of one user, umask 002).
/// Access control lists are seen only through the group's bits.
package struct RootPermissions: Sendable {
  private let layout: SandboxLayout
  private let caller: FileOwners
  private let status: @Sendable (FilePath) throws(FileError) -> FileStatus?
  private let linkTarget: @Sendable (FilePath) throws(FileError) -> FilePath

  /// SQLite opens no file whose path, with that of its journal, has more than 512 bytes.
  static let lengthLimit = 512 - "/state.db-journal".utf8.count
  /// As many links as the system itself follows.
  private static let linkLimit = 40

  /// The permissions of a root.
  ///
  /// - Parameters:
  ///   - layout: where everything is.
  ///   - caller: who runs swop.
  ///   - status: what is at a path, links not followed; nil if nothing is.
  ///   - linkTarget: what a link points at, as it is written.
  package init(
    layout: SandboxLayout, caller: FileOwners,
    status: @escaping @Sendable (FilePath) throws(FileError) -> FileStatus?,
    linkTarget: @escaping @Sendable (FilePath) throws(FileError) -> FilePath
  ) {
    self.layout = layout
    self.caller = caller
    self.status = status
    self.linkTarget = linkTarget
  }

  /// Looks at the root, the folders that lead to it, and what in it is obeyed. A root that does not exist
  /// yet is judged by the folders that do.
  ///
  /// - Returns: Files and folders that others may write by their mode, but cannot reach; with the mode that
  ///   they should have.
  /// - Throws: `RootPermissionError`.
  package func check() throws(RootPermissionError) -> [(path: FilePath, mode: FileMode)] {
    guard layout.root.text.utf8.count <= Self.lengthLimit else {
      throw .tooLong(path: layout.root, limit: Self.lengthLimit)
    }
    var isClosed = false
    guard try follow(layout.root, isClosed: &isClosed) != nil else { return [] }
    var loose: [(path: FilePath, mode: FileMode)] = []
    let folders = layout.folders + [layout.pool.path]
    let files = [layout.settings, layout.database]
    for path in folders + files {
      guard let found = try look(path) else { continue }
      if found.kind == .link {
        var isTargetClosed = isClosed
        _ = try follow(path, isClosed: &isTargetClosed)
        continue
      }
      guard caller.mayOwn(found.owner) else { throw foreign(path, found) }
      guard caller.letsOthersWrite(found) else { continue }
      // The root's own bits were judged on the way to it.
      guard isClosed || path == layout.root else { throw .writable(path: path, mode: found.mode) }
      if found.owner == caller.user {
        loose.append((path, found.kind == .folder ? .privateFolder : .privateFile))
      }
    }
    return loose
  }

  /// Goes from `/` to a path, through links.
  ///
  /// - Parameters:
  ///   - path: where to.
  ///   - isClosed: becomes true when others cannot enter one of the folders.
  /// - Returns: What is at the end, nil if nothing is.
  /// - Throws: `RootPermissionError`.
  private func follow(
    _ path: FilePath, isClosed: inout Bool
  ) throws(RootPermissionError) -> FileStatus? {
    var names = Self.names(path)
    var here: FilePath = "/"
    var links = 0
    isClosed = false
    var last = try look(here)
    if let last { try judge(here, last, isEnd: false, &isClosed) }
    while let name = names.popLast() {
      if name == ".." {
        here = here.parent
        continue
      }
      let next = here / name
      guard let found = try look(next) else { return nil }
      if found.kind == .link {
        links += 1
        guard links <= Self.linkLimit else { return nil }
        guard caller.mayLead(found.owner) else { throw foreign(next, found) }
        let target = try target(next)
        if target.isAbsolute {
          here = "/"
          isClosed = false
        }
        names += Self.names(target)
        continue
      }
      // Nothing can be below it: making something there gets the system's own answer.
      guard found.kind == .folder || names.isEmpty else { return nil }
      try judge(next, found, isEnd: names.isEmpty, &isClosed)
      (here, last) = (next, found)
    }
    return last
  }

  private func judge(
    _ path: FilePath, _ found: FileStatus, isEnd: Bool, _ isClosed: inout Bool
  ) throws(RootPermissionError) {
    guard isEnd ? caller.mayOwn(found.owner) : caller.mayLead(found.owner) else {
      throw foreign(path, found)
    }
    let isSticky = found.mode.isSticky && !isEnd
    if caller.letsOthersWrite(found), !isClosed, !isSticky {
      throw .writable(path: path, mode: found.mode)
    }
    if found.kind == .folder, !caller.letsOthersEnter(found) { isClosed = true }
  }

  private func foreign(_ path: FilePath, _ found: FileStatus) -> RootPermissionError {
    .foreign(path: path, owner: caller.name(found.owner), isRoot: caller.user == 0)
  }

  private func look(_ path: FilePath) throws(RootPermissionError) -> FileStatus? {
    do {
      return try status(path)
    } catch {
      throw .file(error)
    }
  }

  private func target(_ path: FilePath) throws(RootPermissionError) -> FilePath {
    do {
      return try linkTarget(path)
    } catch {
      throw .file(error)
    }
  }

  /// The names in a path, the first one last.
  private static func names(_ path: FilePath) -> [String] {
    path.text.split(separator: "/").map(String.init).filter { $0 != "." }.reversed()
  }
}

extension RootPermissions {
  /// The permissions of a root on a disk.
  package init(layout: SandboxLayout, files: any FileSystem, caller: FileOwners) {
    self.init(
      layout: layout, caller: caller,
      status: { (path) throws(FileError) in try files.status(path) },
      linkTarget: { (path) throws(FileError) in try files.linkTarget(path) })
  }
}
