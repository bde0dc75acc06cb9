import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
