import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of this machine.
package struct DiskFileSystem: FileSystem {
  /// The largest file that `read` takes: 256 MiB. Larger ones are not what swop expects to read.
  static let readLimit = 256 << 20

  let random: any RandomSource
  /// The root whose staging folder records temporary files outside it, nil for no records.
  let root: FilePath?

  /// The disk.
  ///
  /// - Parameters:
  ///   - random: makes the names of temporary files unpredictable.
  ///   - root: where temporary files that are written outside it are recorded, so that none is left behind
  ///     with a secret in it; nil for no records.
  package init(random: any RandomSource = SystemRandom(), recordingIn root: FilePath? = nil) {
    self.random = random
    self.root = root
  }

  package func createFolder(_ path: FilePath, mode: FileMode) throws(FileError) {
    try refuseNul(path, "create the folder")
    do {
      try createOneFolder(path, mode)
    } catch {
      guard error.reason == .notFound, path.parent != path, path.parent != "." else { throw error }
      try createFolder(path.parent, mode: mode)
      // One more attempt and no more: /proc answers "not found" although the parent exists.
      try createOneFolder(path, mode)
    }
  }

  private func createOneFolder(_ path: FilePath, _ mode: FileMode) throws(FileError) {
    if Interrupted.retry({ mkdir(path.text, mode_t(mode.bits)) }) == 0 {
      // The process's mask may have taken bits away that the owner needs.
      return try setMode(path, mode)
    }
    guard errno == EEXIST else { throw SystemFailure.last("create the folder", path) }
    var status = stat()
    guard stat(path.text, &status) == 0 else { throw SystemFailure.last("open", path) }
    guard FileStatus.Kind(status) == .folder else {
      throw FileError(operation: "create the folder", path: path, reason: .notFolder)
    }
  }

  package func remove(_ path: FilePath) throws(FileError) {
    try refuseNul(path, "remove")
    guard Interrupted.retry({ unlink(path.text) }) == 0 else {
      // Apple systems say that unlinking a folder is not permitted.
      if errno == EPERM, try status(path)?.kind == .folder {
        throw FileError(operation: "remove", path: path, reason: .isFolder)
      }
      throw SystemFailure.last("remove", path)
    }
  }

  package func status(_ path: FilePath) throws(FileError) -> FileStatus? {
    var status = stat()
    guard !path.text.utf8.contains(0) else { return nil }
    guard lstat(path.text, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemFailure.lastReading("look at", path)
    }
    return FileStatus(status)
  }

  package func linkTarget(_ path: FilePath) throws(FileError) -> FilePath {
    try refuseNul(path, "read the link")
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      let text = bytes.bindMemory(to: CChar.self)
      return text.baseAddress.map { readlink(path.text, $0, text.count) } ?? -1
    }
    guard count >= 0 else {
      if errno == EINVAL {
        throw FileError(operation: "read the link", path: path, reason: .notLink)
      }
      throw SystemFailure.last("read the link", path)
    }
    return FilePath(String(decoding: buffer.prefix(count), as: UTF8.self))
  }

  package func createLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try refuseNul(path, "create the link")
    guard Interrupted.retry({ symlink(target.text, path.text) }) == 0 else {
      throw SystemFailure.last("create the link", path)
    }
  }

  package func createHardLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try refuseNul(path, "create the link")
    let made = Interrupted.retry { linkat(AT_FDCWD, target.text, AT_FDCWD, path.text, 0) }
    guard made == 0 else {
      throw SystemFailure.last("create the link", path)
    }
  }

  package func setMode(_ path: FilePath, _ mode: FileMode) throws(FileError) {
    try refuseNul(path, "set the mode of")
    let changed = Interrupted.retry {
      fchmodat(AT_FDCWD, path.text, mode_t(mode.bits), AT_SYMLINK_NOFOLLOW)
    }
    guard changed == 0 else {
      if errno == EOPNOTSUPP || errno == ENOTSUP {
        let reason = FileError.Reason.other("it is a link, which swop does not follow")
        throw FileError(operation: "set the mode of", path: path, reason: reason)
      }
      throw SystemFailure.last("set the mode of", path)
    }
  }

  package func resolve(_ path: FilePath) throws(FileError) -> FilePath {
    try refuseNul(path, "find")
    guard let resolved = realpath(path.text, nil) else { throw SystemFailure.last("find", path) }
    defer { free(resolved) }
    return FilePath(String(cString: resolved))
  }

  package func mayAccess(_ path: FilePath, _ access: FileAccess) -> Bool {
    let wanted =
      switch access {
      case .read: R_OK
      case .write: W_OK
      case .execute: X_OK
      }
    return !path.text.utf8.contains(0) && faccessat(AT_FDCWD, path.text, wanted, AT_EACCESS) == 0
  }

  package func tryLock(_ path: FilePath) throws(FileError) -> (any HeldLock)? {
    try FileLock.take(path)
  }

  /// A NUL would end the path early, so that another file would be meant.
  func refuseNul(_ path: FilePath, _ operation: String) throws(FileError) {
    guard path.text.utf8.contains(0) else { return }
    throw FileError(operation: operation, path: path, reason: .notFound)
  }
}

extension DiskFileSystem {
  package func read(_ path: FilePath) throws(FileError) -> Data {
    // A pipe without a writer would block forever, so it is opened without waiting and refused.
    let file = try Descriptor(path, O_RDONLY | O_NONBLOCK, for: "read")
    let status = try file.status(path, for: "read")
    switch FileStatus.Kind(status) {
    case .file: break
    case .folder: throw FileError(operation: "read", path: path, reason: .isFolder)
    case .link, .socket, .other:
      throw FileError(operation: "read", path: path, reason: .other("it is not a regular file"))
    }
    var content = Data()
    content.reserveCapacity(min(Int(status.st_size), Self.readLimit))
    // One byte more than there should be shows at once that nothing follows; some files tell no size.
    let size = min(64 << 10, max(4 << 10, Int(status.st_size) + 1))
    var buffer = [UInt8](repeating: 0, count: size)
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        Interrupted.retry {
          #if canImport(Glibc)
            Glibc.read(file.number, bytes.baseAddress, bytes.count)
          #else
            Darwin.read(file.number, bytes.baseAddress, bytes.count)
          #endif
        }
      }
      guard count >= 0 else { throw SystemFailure.last("read", path) }
      if count == 0 { return content }
      content.append(contentsOf: buffer[..<count])
      guard content.count <= Self.readLimit else {
        throw FileError(operation: "read", path: path, reason: .other("it is larger than 256 MiB"))
      }
    }
  }

  package func replace(_ path: FilePath, with data: Data, mode: FileMode) throws(FileError) {
    let temporary = path.parent / TemporaryName.fresh(random)
    let record = recorded(temporary)
    defer { record?.end() }
    do throws(FileError) {
      try write(data, to: temporary, mode: mode)
      guard Interrupted.retry({ rename(temporary.text, path.text) }) == 0 else {
        throw SystemFailure.last("replace", path)
      }
    } catch {
      _ = Interrupted.retry { unlink(temporary.text) }
      // The person knows the file by its own name, not by the temporary one.
      throw FileError(operation: "replace", path: path, reason: error.reason)
    }
    try synchroniseFolder(path.parent)
  }

  package func move(_ path: FilePath, to target: FilePath) throws(FileError) {
    try refuseNul(path, "move")
    try refuseNul(target, "move")
    guard Interrupted.retry({ rename(path.text, target.text) }) == 0 else {
      throw moveFailure(path, target)
    }
    try synchroniseParents(path, target)
  }

  package func moveWithoutReplacing(_ path: FilePath, to target: FilePath) throws(FileError) {
    try refuseNul(path, "move")
    try refuseNul(target, "move")
    if Interrupted.retry({ swop_rename_exclusive(path.text, target.text) }) != 0 {
      // A file system that cannot refuse by itself is asked first; anyone who needs more holds a lock.
      guard errno == EINVAL || errno == ENOTSUP || errno == ENOSYS else {
        throw moveFailure(path, target)
      }
      guard try status(target) == nil else {
        throw FileError(operation: "create", path: target, reason: .exists)
      }
      guard Interrupted.retry({ rename(path.text, target.text) }) == 0 else {
        throw moveFailure(path, target)
      }
    }
    try synchroniseParents(path, target)
  }

  package func list(_ folder: FilePath) throws(FileError) -> [String] {
    try refuseNul(folder, "list")
    guard let stream = opendir(folder.text) else { throw SystemFailure.last("list", folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw SystemFailure.last("list", folder) }
        return names.sorted()
      }
      let name = EntryName(entry)
      if !name.isDots { names.append(name.text) }
    }
  }

  func write(_ data: Data, to path: FilePath, mode: FileMode) throws(FileError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try Descriptor(path, flags, mode: mode, for: "create")
    // The process's mask may have taken bits away.
    guard Interrupted.retry({ fchmod(file.number, mode_t(mode.bits)) }) == 0 else {
      throw SystemFailure.last("create", path)
    }
    try file.write(data, to: path, for: "write")
    try file.synchronise(path, for: "write")
  }

  private func synchroniseParents(_ path: FilePath, _ target: FilePath) throws(FileError) {
    try synchroniseFolder(target.parent)
    if path.parent != target.parent { try synchroniseFolder(path.parent) }
  }

  private func synchroniseFolder(_ path: FilePath) throws(FileError) {
    let folder = try Descriptor(path, O_RDONLY | O_DIRECTORY, for: "synchronise")
    try folder.synchronise(path, for: "synchronise")
  }

  /// What is at the target is the target's fault, everything else is told of the source.
  private func moveFailure(_ path: FilePath, _ target: FilePath) -> FileError {
    let reason = SystemFailure.reason(errno)
    switch reason {
    case .exists, .notEmpty, .isFolder, .notFolder:
      return FileError(operation: "create", path: target, reason: reason)
    case .notFound where exists(path):
      return FileError(operation: "create", path: target, reason: reason)
    default:
      return FileError(operation: "move", path: path, reason: reason)
    }
  }
}

extension FileStatus {
  /// A status as the system reports it.
  init(_ status: stat) {
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    self.init(
      kind: Kind(status), mode: FileMode(bits: UInt16(truncatingIfNeeded: status.st_mode)),
      owner: status.st_uid, group: status.st_gid, size: Int64(status.st_size),
      modifiedAt: Date(
        timeIntervalSince1970: Double(modified.tv_sec) + Double(modified.tv_nsec) * 1e-9),
      inode: UInt64(status.st_ino), device: UInt64(truncatingIfNeeded: status.st_dev),
      linkCount: UInt64(status.st_nlink))
  }
}

extension FileStatus.Kind {
  /// The kind of entry that a status describes.
  init(_ status: stat) {
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFSOCK: .socket
      default: .other
      }
  }
}
