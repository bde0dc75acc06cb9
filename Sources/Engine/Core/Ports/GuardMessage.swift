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
