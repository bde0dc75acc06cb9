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

  /// Takes a lock if no one holds it.
  package func tryAcquire(
    _ name: LockName, purpose: String
  ) throws(LockError) -> (any HeldLock)? {
    do {
      try files.createFolder(folder, mode: .privateFolder)
      guard let lock = try files.tryLock(path(of: name)) else { return nil }
      let owner = LockOwner(process: process, purpose: purpose, since: time.now())
      // The name only helps anyone who waits; a full disk must not keep anyone from making room.
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
  ///   - purpose: what it is needed for, shown to anyone who waits for it next.
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
    // A holder that was stopped before it wrote its name, or is not swop, is known to the system only; a
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

/// The cross-process locks of one root. When several are needed they are taken in the order of the
/// cases, so that no two processes wait for each other.
package enum LockName: Hashable, Sendable {
  /// One sign-in at a time.
  case signIn
  /// One import at a time, so that no refresh token is sent twice.
  case imports
  /// The list of accounts: keys, labels and identities.
  case accounts
  /// One sandbox's files other than its token.
  case sandbox(AccountKey)
  /// The files of the home that rotated runs share.
  case pool
  /// One account's token: its only refresher holds it.
  case token(AccountKey)
  /// One account's quota: its only reader holds it.
  case usage(AccountKey)
  /// The shared conversation databases while they are set up.
  case history
  /// The settings file.
  case settings
  /// Codex's own configuration while swop edits it.
  case codexConfiguration
  /// The one proxy that serves as this root's service: held as long as it runs.
  case proxyService
  /// The installed versions of codex.
  case binaries

  /// What it guards, for people.
  var subject: String {
    switch self {
    case .signIn: "the sign-in of this machine"
    case .imports: "the imports of this root"
    case .accounts: "the list of accounts"
    case .sandbox(let key): "the sandbox of \(key)"
    case .pool: "the home of rotated runs"
    case .token(let key): "the session of \(key)"
    case .usage(let key): "the quota of \(key)"
    case .history: "the shared conversations"
    case .settings: "the settings"
    case .codexConfiguration: "codex's configuration"
    case .proxyService: "the proxy service"
    case .binaries: "the installed versions of codex"
    }
  }

  /// The lock file's name in the `locks` folder.
  package var fileName: String {
    switch self {
    case .signIn: "sign-in.lock"
    case .imports: "imports.lock"
    case .accounts: "accounts.lock"
    case .sandbox(let key): "sandbox.\(key).lock"
    case .pool: "pool.lock"
    case .token(let key): "token.\(key).lock"
    case .usage(let key): "usage.\(key).lock"
    case .history: "history.lock"
    case .settings: "settings.lock"
    case .codexConfiguration: "codex-configuration.lock"
    case .proxyService: "proxy.lock"
    case .binaries: "binaries.lock"
    }
  }
}

/// Who holds a cross-process lock, as written into its file for anyone who waits.
package struct LockOwner: Hashable, Sendable, Codable {
  /// The holding process.
  package let process: ProcessIdentity
  /// What it does, for people: `relogin work`.
  package let purpose: String
  /// Since when.
  package let since: Date
}

/// A cross-process lock could not be had.
package enum LockError: EngineError, Hashable {
  /// Another process holds it and did not let go in time.
  case busy(name: LockName, holder: LockHolder)
  /// The lock file cannot be used.
  case unusable(FileError)
  /// The waiting task was cancelled.
  case cancelled

  package var code: String {
    switch self {
    case .busy: "busy"
    case .unusable: "lock_unusable"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .busy(_, let holder): holder.sentence
    case .unusable(let error): error.message
    case .cancelled: "Waiting for another swop was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .busy(_, let holder): holder.remedy
    case .unusable(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .busy: .busy
    case .unusable: .failed
    case .cancelled: .interrupted
    }
  }
}

/// An advisory lock that is held until it is released.
package protocol HeldLock: AnyObject, Sendable {
  /// Writes who holds it into the lock file, for anyone who waits.
  func writeOwner(_ data: Data) throws(FileError)

  /// Gives it up; twice is once. Letting go of the value does the same.
  func release()
}

/// The process that keeps others waiting for a lock, as far as it is known.
package struct LockHolder: Hashable, Sendable {
  /// What the lock guards: `the list of accounts`.
  let subject: String
  /// The process, nil if the system does not tell.
  let pid: Int32?
  /// Its program and subcommand, for example `swop add`; nil if the system does not tell.
  let program: String?
  /// What it does, by its own word: `sign-in of work`.
  let purpose: String?
  /// How long it has held the lock, in seconds; nil if it did not say.
  let heldSeconds: Double?
  /// Whether it is stopped (Ctrl-Z, SIGSTOP) and will not go on by itself.
  package let isStopped: Bool

  /// One sentence: who it is, what it does and since when.
  package var sentence: String {
    let state = isStopped ? ", stopped" : ""
    let who = pid.map { "\(program ?? "Another swop") (process \($0)\(state))" }
    guard let purpose else { return "\(who ?? "Another process") holds \(subject)." }
    let span = heldSeconds.map { " for \(ClockText.span(seconds: $0))" } ?? ""
    let work = PrintableText.shortened(purpose, to: 200)
    return "\(who ?? "Another swop") has been busy\(span) with: \(work)."
  }

  /// What to do about it.
  var remedy: String {
    guard let pid else { return "Wait for it to finish, then try again." }
    if isStopped {
      return "Let it go on (fg in its terminal, or kill -CONT \(pid)), or end it: kill -KILL \(pid)"
    }
    return "Wait for it to finish, or end it (kill \(pid)), then try again."
  }
}
