import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension DiskFileSystem {
  package func read(_ path: FilePath) throws(FileError) -> Data {
    // A pipe without a writer would block for ever, so it is opened without waiting and refused.
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
      // A file system that cannot refuse by itself is asked first; whoever needs more holds a lock.
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
