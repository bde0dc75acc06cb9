import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file that is closed when the value goes.
struct Descriptor: ~Copyable {
  /// The system's number of it, never negative.
  let number: Int32

  /// Opens `path`; the descriptor is never inherited by children.
  ///
  /// - Parameters:
  ///   - path: what to open.
  ///   - flags: `O_RDONLY` and its kin; `O_CLOEXEC` is added.
  ///   - mode: the mode of a file that is created.
  ///   - operation: what the error says was tried.
  /// - Throws: `FileError`.
  init(
    _ path: FilePath, _ flags: Int32, mode: FileMode = .privateFile, for operation: String
  ) throws(FileError) {
    guard !path.text.utf8.contains(0) else {
      throw FileError(operation: operation, path: path, reason: .notFound)
    }
    let number = Interrupted.retry { open(path.text, flags | O_CLOEXEC, mode_t(mode.bits)) }
    guard number >= 0 else {
      throw flags & O_ACCMODE == O_RDONLY
        ? SystemFailure.lastReading(operation, path) : SystemFailure.last(operation, path)
    }
    self.number = number
  }

  deinit { _ = close(number) }

  /// What the file is.
  borrowing func status(_ path: FilePath, for operation: String) throws(FileError) -> stat {
    var result = stat()
    guard fstat(number, &result) == 0 else { throw SystemFailure.last(operation, path) }
    return result
  }

  /// Writes everything at the current position.
  borrowing func write(
    _ data: Data, to path: FilePath, for operation: String
  ) throws(FileError) {
    var written = 0
    while written < data.count {
      let count = data.withUnsafeBytes { bytes in
        Interrupted.retry {
          #if canImport(Glibc)
            Glibc.write(number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
          #else
            Darwin.write(number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
          #endif
        }
      }
      guard count > 0 else { throw SystemFailure.last(operation, path) }
      written += count
    }
  }

  /// Waits until the disk has everything that was written.
  borrowing func synchronise(_ path: FilePath, for operation: String) throws(FileError) {
    #if canImport(Darwin)
      // On Apple systems fsync leaves the data in the drive's own cache.
      if fcntl(number, F_FULLFSYNC) == 0 { return }
    #endif
    guard Interrupted.retry({ fsync(number) }) == 0 else {
      // Some file systems cannot synchronise a folder; there is nothing more to do there.
      if errno == EINVAL || errno == ENOTSUP { return }
      throw SystemFailure.last(operation, path)
    }
  }
}

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

/// System calls that a signal may interrupt.
enum Interrupted {
  /// Repeats `call` while a signal interrupts it.
  static func retry<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }
}
