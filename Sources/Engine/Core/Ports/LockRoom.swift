/// The cross-process locks of one root: one advisory lock file each. The system frees a lock when its
/// holder dies, so nothing is ever left behind to be taken over; the file only says who holds it.
package struct LockRoom: Sendable {
  private let folder: FilePath
  private let files: any FileSystem
  private let time: any TimeSource
  private let process: ProcessIdentity

  /// Locks in `folder`, which is created when the first lock is taken.
  package init(
    folder: FilePath, files: any FileSystem, time: any TimeSource, process: ProcessIdentity
  ) {
    self.folder = folder
    self.files = files
    self.time = time
    self.process = process
  }

  /// Takes a lock if nobody holds it.
  package func tryAcquire(
    _ name: LockName, purpose: String
  ) throws(LockError) -> (any HeldLock)? {
    do {
      try files.createFolder(folder, mode: .privateFolder)
      guard let lock = try files.tryLock(path(of: name)) else { return nil }
      let owner = LockOwner(process: process, purpose: purpose, since: time.now())
      // The name only helps whoever waits; a full disk must not keep anybody from making room.
      if let data = try? JSONEncoder().encode(owner) { try? lock.writeOwner(data) }
      return lock
    } catch {
      throw .unusable(error)
    }
  }

  /// Takes a lock, waiting for its holder up to `wait`.
  ///
  /// - Parameters:
  ///   - name: which lock.
  ///   - purpose: what it is needed for, shown to whoever waits for it next.
  ///   - wait: how long to wait at most.
  /// - Returns: The lock; releasing it, or letting go of it, gives it up.
  /// - Throws: `LockError.busy` with the holder when the wait is over.
  package func acquire(
    _ name: LockName, purpose: String, wait: Duration
  ) async throws(LockError) -> any HeldLock {
    let deadline = time.uptime() + wait
    var pause = Duration.milliseconds(2)
    while true {
      if let lock = try tryAcquire(name, purpose: purpose) { return lock }
      guard time.uptime() < deadline else { throw .busy(name: name, holder: holder(of: name)) }
      do {
        try await time.sleep(for: pause)
      } catch {
        throw .cancelled
      }
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  /// Who holds a lock now, as far as its file and the system say.
  package func holder(of name: LockName) -> LockHolder {
    let processes = ProcessFacts(files: files)
    // A holder that was stopped before it wrote its name, or is no swop, is known to the system only; a
    // holder that was killed leaves its name behind.
    let held = ((try? files.status(path(of: name))) ?? nil).flatMap { processes.holder(of: $0) }
    let owner = owner(of: name).flatMap { held == nil || held == $0.process.pid ? $0 : nil }
    let pid = held ?? owner?.process.pid
    return LockHolder(
      subject: name.subject, pid: pid, program: pid.flatMap { processes.program(of: $0) },
      purpose: owner?.purpose, heldSeconds: owner.map { time.now().timeIntervalSince($0.since) },
      isStopped: pid.map { processes.isStopped($0) } ?? false)
  }

  /// Who holds a lock, as far as its file says.
  package func owner(of name: LockName) -> LockOwner? {
    guard let data = try? files.read(path(of: name)) else { return nil }
    return try? JSONDecoder().decode(LockOwner.self, from: data)
  }

  private func path(of name: LockName) -> FilePath { folder / name.fileName }
}
