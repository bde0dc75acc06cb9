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
