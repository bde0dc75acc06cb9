package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension DiskFileSystem {
  package func removeTree(_ path: FilePath) throws(FileError) {
    try refuseNul(path, "remove")
    guard let status = try status(path) else { return }
    guard status.kind == .folder else { return try remove(path) }
    var removal = try TreeRemoval(path, random: random)
    try removal.emptyFolder()
    guard Interrupted.retry({ rmdir(path.text) }) == 0 || errno == ENOENT else {
      throw SystemFailure.last("remove", path)
    }
  }
}

/// Empties one folder. It works on open folders and names in them, never on paths, so that no one can
/// slip in a link that leads out.
private struct TreeRemoval: ~Copyable {
  /// Folders deeper than this are moved up first, so that open files do not run out.
  private static let depthLimit = 64

  private let path: FilePath
  private let folder: Descriptor
  private let random: any RandomSource
  private var hasMoved = false

  init(_ path: FilePath, random: any RandomSource) throws(FileError) {
    self.path = path
    self.random = random
    folder = try Descriptor(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, for: "remove")
  }

  /// Removes everything in the folder.
  mutating func emptyFolder() throws(FileError) {
    repeat {
      hasMoved = false
      try removeEntries(of: folder.number, depth: 0)
    } while hasMoved
  }

  private mutating func removeEntries(of folder: Int32, depth: Int) throws(FileError) {
    for name in try names(in: folder) {
      var status = stat()
      guard fstatat(folder, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        if errno == ENOENT { continue }
        throw SystemFailure.last("remove", path)
      }
      if FileStatus.Kind(status) != .folder {
        try unlink(name, in: folder, flags: 0)
      } else if depth < Self.depthLimit {
        try removeFolder(name, in: folder, depth: depth)
      } else {
        try moveUp(name, from: folder)
      }
    }
  }

  private mutating func removeFolder(
    _ name: EntryName, in parent: Int32, depth: Int
  ) throws(FileError) {
    let folder = Interrupted.retry {
      openat(parent, name.bytes, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    }
    guard folder >= 0 else { throw SystemFailure.last("remove", path) }
    defer { close(folder) }
    // Some tools make their caches read-only; the owner may still remove them.
    _ = Interrupted.retry { fchmod(folder, 0o700) }
    try removeEntries(of: folder, depth: depth + 1)
    try unlink(name, in: parent, flags: AT_REMOVEDIR)
  }

  private mutating func moveUp(_ name: EntryName, from parent: Int32) throws(FileError) {
    let target = EntryName(TemporaryName.fresh(random))
    let moved = Interrupted.retry {
      renameat(parent, name.bytes, folder.number, target.bytes)
    }
    guard moved == 0 else {
      throw SystemFailure.last("remove", path)
    }
    hasMoved = true
  }

  private func unlink(_ name: EntryName, in folder: Int32, flags: Int32) throws(FileError) {
    guard Interrupted.retry({ unlinkat(folder, name.bytes, flags) }) == 0 || errno == ENOENT else {
      throw SystemFailure.last("remove", path)
    }
  }

  private func names(in folder: Int32) throws(FileError) -> [EntryName] {
    // The stream owns and closes its own descriptor.
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw SystemFailure.last("remove", path) }
    guard let stream = fdopendir(copy) else {
      close(copy)
      throw SystemFailure.last("remove", path)
    }
    defer { closedir(stream) }
    rewinddir(stream)
    var names: [EntryName] = []
    while let entry = readdir(stream) {
      let name = EntryName(entry)
      if !name.isDots { names.append(name) }
    }
    return names
  }
}

/// The name of a folder's entry, byte for byte: it need not be UTF-8.
struct EntryName {
  /// The bytes with the closing NUL.
  let bytes: [CChar]

  /// Copies the name out of the system's buffer, which the next `readdir` overwrites.
  init(_ entry: UnsafeMutablePointer<dirent>) {
    // The record is only as long as its name, so the name's declared 256 bytes must not all be read.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
      preconditionFailure("every entry of a folder has a name")
    }
    let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
    bytes = Array(UnsafeBufferPointer(start: start, count: strlen(start) + 1))
  }

  /// A name from text.
  init(_ text: String) {
    bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
  }

  /// Whether it is `.` or `..`, which every folder has.
  var isDots: Bool { text == "." || text == ".." }

  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  var text: String {
    String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension DiskFileSystem {
  /// A temporary file that is recorded while it may exist.
  struct Record {
    fileprivate let path: FilePath
    fileprivate let lock: FileLock
    fileprivate let files: DiskFileSystem

    /// Takes the record away: the temporary file has its final name, or is removed. If the process dies
    /// before this, the record finds nothing to remove.
    func end() {
      try? files.remove(path)
      try? files.remove(FilePath(path.text + TemporaryRecord.lockSuffix))
      lock.release()
    }
  }

  /// Records a temporary file that is about to be made outside the root; nil inside it, where cleaning up
  /// finds it by its name, and where no record can be made: a file can be written although the root
  /// cannot.
  func recorded(_ temporary: FilePath) -> Record? {
    guard let root, !isInside(root, temporary.parent), exists(root) else { return nil }
    let staging = root / "staging"
    let place = staging / Hexadecimal.text(random.bytes(8))
    do throws(FileError) {
      try createFolder(staging, mode: .privateFolder)
      let folder = try resolve(temporary.parent)
      guard let lock = try FileLock.take(FilePath(place.text + TemporaryRecord.lockSuffix)) else {
        return nil
      }
      let record = Record(path: place, lock: lock, files: self)
      do {
        try write(Data((folder / temporary.name).text.utf8), to: place, mode: .privateFile)
        return record
      } catch {
        record.end()
        return nil
      }
    } catch {
      return nil
    }
  }

  private func isInside(_ root: FilePath, _ folder: FilePath) -> Bool {
    if folder.isInside(root) { return true }
    guard let root = try? resolve(root), let folder = try? resolve(folder) else { return false }
    return folder.isInside(root)
  }
}
