import CSQLite
import EngineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension StoreError {
  /// What an SQLite result code means for the person who runs swop.
  init(code: Int32, connection: OpaquePointer?, path: FilePath) {
    let systemError = errno
    let detail =
      connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      ?? String(cString: sqlite3_errstr(code))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path, detail: detail)
    case SQLITE_FULL: self = Self.noRoom(path)
    case SQLITE_IOERR where Self.isFull(code: code, systemError: systemError):
      self = Self.noRoom(path)
    case SQLITE_CANTOPEN where Self.hasNoRoom(path.parent):
      self = Self.noRoom(path)
    case SQLITE_CANTOPEN where Self.isReadOnly(path.parent),
      SQLITE_READONLY where Self.isReadOnly(path.parent):
      self = .readOnly(path: path)
    // SQLite opens for reading what failed to open for writing, whatever the reason was.
    case SQLITE_READONLY where access(path.text, W_OK) == 0 && access(path.parent.text, W_OK) == 0:
      self = .unusable(path: path, detail: "a file beside it could not be opened")
    default: self = .unusable(path: path, detail: detail)
    }
  }

  /// Whether nothing more fits on a disk. A file that could not be made is tried again without making it,
  /// and so SQLite leaves the wrong error behind.
  private static func hasNoRoom(_ folder: FilePath) -> Bool {
    var disk = statvfs()
    guard statvfs(folder.text, &disk) == 0, disk.f_blocks > 0 else { return false }
    return disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0)
  }

  /// Whether it is space or inodes that the disk lacks.
  private static func noRoom(_ path: FilePath) -> StoreError {
    var disk = statvfs()
    let isKnown = statvfs(path.parent.text, &disk) == 0
    let lacksInodes = isKnown && disk.f_files > 0 && disk.f_favail == 0 && disk.f_bavail > 0
    return lacksInodes ? .noInodes(path: path) : .full(path: path)
  }

  private static func isReadOnly(_ folder: FilePath) -> Bool {
    var disk = statvfs()
    return statvfs(folder.text, &disk) == 0 && disk.f_flag & UInt(ST_RDONLY) != 0
  }

  /// Whether an input or output error was a disk, quota or file size limit that was reached. SQLite
  /// itself tells only a full disk while it writes pages. Its own note of the system's error is not
  /// made for a failing commit, so the error is read where the call returned.
  private static func isFull(code: Int32, systemError: Int32) -> Bool {
    let sharedMemorySize = SQLITE_IOERR | (19 << 8)
    if code == sharedMemorySize { return systemError != EIO }
    return [ENOSPC, EDQUOT, EFBIG].contains(systemError)
  }
}
