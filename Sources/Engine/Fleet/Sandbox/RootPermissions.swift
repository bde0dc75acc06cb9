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
  init(
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

/// The root cannot be trusted, so nothing in it is read or made.
package enum RootPermissionError: EngineError, Hashable {
  /// Something belongs to another user; `isRoot` says that root asks.
  case foreign(path: FilePath, owner: String, isRoot: Bool)
  /// Other users may write something.
  case writable(path: FilePath, mode: FileMode)
  /// The path of the root has more bytes than SQLite opens files with.
  case tooLong(path: FilePath, limit: Int)
  /// Something cannot be looked at.
  case file(FileError)

  package var code: String {
    switch self {
    case .foreign, .writable: "unsafe_root"
    case .tooLong: "root_too_long"
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .foreign(let path, let owner, isRoot: true):
      "swop was started as root, but \(Self.shown(path)) belongs to \(owner): nothing was read or changed."
    case .foreign(let path, let owner, isRoot: false):
      "\(Self.shown(path)) belongs to \(owner), who could change what swop runs: nothing was read or changed."
    case .writable(let path, let mode):
      "Other users can write \(Self.shown(path)) (mode \(mode)) and so change what swop runs: nothing was "
        + "read or changed."
    case .tooLong(let path, let limit):
      "The path of swop's folder has \(path.text.utf8.count) bytes, and its database cannot be opened with more "
        + "than \(limit): \(Self.shown(path))."
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .foreign(_, let owner, isRoot: true):
      "Run it as that user: sudo -u \(ShellWord.quoted(owner)) -H swop … Or set SWOP_ROOT to a folder of "
        + "root's own."
    case .foreign(let path, _, isRoot: false):
      "If it is yours: sudo chown $(id -un) \(ShellWord.quoted(Self.shown(path))). Otherwise set SWOP_ROOT "
        + "to a folder of your own."
    case .writable(let path, _):
      "If it is yours: chmod go-w \(ShellWord.quoted(Self.shown(path))), or swop doctor --fix. Otherwise set "
        + "SWOP_ROOT to a folder of your own."
    case .tooLong: "Set SWOP_ROOT to a folder with a shorter path."
    case .file(let error): error.remedy
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}

/// Who may own and write what a user relies on.
package struct FileOwners: Sendable {
  /// The number of the user that runs swop.
  let user: UInt32
  private let machine: any MachineFacts

  /// The owners that the user of this process relies on.
  package init(_ machine: any MachineFacts) {
    user = machine.currentUser
    self.machine = machine
  }

  /// Whether something of this owner may be obeyed: the user's own, or root's.
  func mayOwn(_ owner: UInt32) -> Bool { owner == user || owner == 0 }

  /// Whether a folder or link of this owner may lead there. In a user namespace, where agents run commands,
  /// root's folders seem to have no owner.
  func mayLead(_ owner: UInt32) -> Bool { mayOwn(owner) || owner == machine.unmappedOwner }

  /// Whether users other than this one and root may write it by its mode.
  func letsOthersWrite(_ status: FileStatus) -> Bool {
    let bits = status.mode.bits
    return bits & 0o002 != 0 || bits & 0o020 != 0 && !machine.isOwnGroup(status.group)
  }

  /// Whether users other than this one and root may enter a folder by its mode.
  func letsOthersEnter(_ status: FileStatus) -> Bool {
    let bits = status.mode.bits
    return bits & 0o001 != 0 || bits & 0o010 != 0 && !machine.isOwnGroup(status.group)
  }

  /// The name of a user, or its number.
  func name(_ owner: UInt32) -> String { machine.userName(owner) ?? "user \(owner)" }
}
