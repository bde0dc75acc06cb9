/// Processes that outlive the one that starts them, and how they are ended again.
package protocol BackgroundProcesses: Sendable {
  /// Starts a command in a session of its own, without a terminal; what it prints goes to the end of a
  /// file.
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - log: the file, created owner-only if it is missing. Its folder must exist.
  /// - Returns: The process.
  /// - Throws: `ProcessError.notStarted`.
  func startDetached(
    _ command: ProcessCommand, log: FilePath
  ) throws(ProcessError) -> ProcessIdentity

  /// Asks a process to end, or ends it by force. A process that is gone, or whose number belongs to
  /// another one by now, is left alone.
  func end(_ process: ProcessIdentity, byForce: Bool)
}

/// For anyone who starts nothing that outlives it.
package struct NoBackgroundProcesses: BackgroundProcesses {
  /// One that refuses.
  package init() {}

  package func startDetached(
    _ command: ProcessCommand, log: FilePath
  ) throws(ProcessError) -> ProcessIdentity {
    throw .notStarted(executable: command.executable, reason: "nothing may run in the background")
  }

  package func end(_ process: ProcessIdentity, byForce: Bool) {}
}

/// A process that can be told from a later one with the same number: pids are reused.
package struct ProcessIdentity: Hashable, Sendable, Codable {
  /// The process id.
  package let pid: Int32
  /// When it started, in the system's own units; only equality has a meaning.
  package let startTicks: UInt64

  /// A process by number and start.
  package init(pid: Int32, startTicks: UInt64) {
    self.pid = pid
    self.startTicks = startTicks
  }
}

/// What a wrapper tells the guard of its run, line by line: first which process to end should the wrapper
/// die, at last that all is well. Pure.
package enum GuardMessage: Hashable, Sendable {
  /// Codex has started as this process.
  case watch(ProcessIdentity)
  /// Codex has ended, and the wrapper knows.
  case dismiss

  /// The word by which this program runs as a guard.
  package static let verb = "run-guard"
  /// What the guard says when it is there, and can be ended by no key any more.
  package static let ready = "ready"

  private static let dismissal = "end"

  /// The message as a line, without its end.
  package var line: String {
    switch self {
    case .watch(let process): "\(process.pid) \(process.startTicks)"
    case .dismiss: Self.dismissal
    }
  }

  /// Reads a line, nil for one that says nothing.
  package init?(line: String) {
    if line == Self.dismissal {
      self = .dismiss
      return
    }
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let pid = Int32(words[0]), pid > 1, let start = UInt64(words[1]) else {
      return nil
    }
    self = .watch(ProcessIdentity(pid: pid, startTicks: start))
  }
}
