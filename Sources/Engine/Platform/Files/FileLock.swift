import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An advisory lock on a file, freed by the system when its process dies.
final class FileLock: HeldLock {
  private let path: FilePath
  /// The open lock file, -1 once it was released.
  private let descriptor: Mutex<Int32>

  private init(path: FilePath, descriptor: Int32) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Takes the lock on `path`, nil if someone has it.
  static func take(_ path: FilePath) throws(FileError) -> FileLock? {
    guard !path.text.utf8.contains(0) else {
      throw FileError(operation: "lock", path: path, reason: .notFound)
    }
    while true {
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
      let number = Interrupted.retry { open(path.text, flags, mode_t(0o600)) }
      guard number >= 0 else { throw SystemFailure.last("lock", path) }
      guard Interrupted.retry({ flock(number, LOCK_EX | LOCK_NB) }) == 0 else {
        let failure = errno
        close(number)
        if failure == EWOULDBLOCK { return nil }
        throw FileError(operation: "lock", path: path, reason: SystemFailure.reason(failure))
      }
      let lock = FileLock(path: path, descriptor: number)
      // Someone may have removed the file between opening and locking: then the lock guards nothing.
      if lock.isAtItsPath { return lock }
      lock.release()
    }
  }

  func writeOwner(_ data: Data) throws(FileError) {
    let failure: Int32 = descriptor.withLock { number in
      guard number >= 0, Interrupted.retry({ ftruncate(number, 0) }) == 0 else { return errno }
      let count = data.withUnsafeBytes { bytes in
        Interrupted.retry { pwrite(number, bytes.baseAddress, bytes.count, 0) }
      }
      return count == data.count ? 0 : (count < 0 ? errno : ENOSPC)
    }
    guard failure == 0 else {
      throw FileError(operation: "lock", path: path, reason: SystemFailure.reason(failure))
    }
  }

  func release() {
    descriptor.withLock { number in
      guard number >= 0 else { return }
      // A dead owner's name would mislead anyone who waits for the next one.
      _ = Interrupted.retry { ftruncate(number, 0) }
      // A child between fork and exec still has the file open; unlocking does not wait for it.
      _ = flock(number, LOCK_UN)
      close(number)
      number = -1
    }
  }

  private var isAtItsPath: Bool {
    descriptor.withLock { number in
      var held = stat()
      var found = stat()
      return fstat(number, &held) == 0 && lstat(path.text, &found) == 0
        && held.st_ino == found.st_ino && held.st_dev == found.st_dev
    }
  }
}
