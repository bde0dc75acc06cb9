import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the number that a system call left behind into the reason of a `FileError`.
enum SystemFailure {
  /// The reason for an error number.
  static func reason(_ number: Int32) -> FileError.Reason {
    switch number {
    case ENOENT: .notFound
    case EEXIST: .exists
    case EACCES, EPERM: .notPermitted
    case ENOSPC, EDQUOT: .noSpace
    case EROFS: .readOnly
    case ENOTDIR: .notFolder
    case EISDIR: .isFolder
    case ENOTEMPTY: .notEmpty
    case ELOOP: .tooManyLinks
    default: .other(sentence(number))
    }
  }

  /// The error of an operation that has just failed: reads `errno`, so nothing may come in between.
  static func last(_ operation: String, _ path: FilePath) -> FileError {
    let number = errno
    if number == ENOSPC, lacksInodes(path.parent) {
      return FileError(operation: operation, path: path, reason: .noInodes)
    }
    return FileError(operation: operation, path: path, reason: reason(number))
  }

  /// Whether a disk has room but no inodes: the system has one error for both.
  private static func lacksInodes(_ folder: FilePath) -> Bool {
    var disk = statvfs()
    guard statvfs(folder.text, &disk) == 0 else { return false }
    return disk.f_files > 0 && disk.f_favail == 0 && disk.f_bavail > 0
  }

  /// As `last`, for an operation that needed no more than to read `path`: says who keeps us out.
  static func lastReading(_ operation: String, _ path: FilePath) -> FileError {
    let reason = reason(errno)
    let denial = reason == .notPermitted ? FileDenial.ofReading(path) : nil
    return FileError(operation: operation, path: path, reason: reason, denial: denial)
  }

  /// The system's own sentence, begun in lower case because it stands behind a colon.
  static func sentence(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    let sentence = String(cString: text)
    return sentence.prefix(1).lowercased() + sentence.dropFirst()
  }
}
