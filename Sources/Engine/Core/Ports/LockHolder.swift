/// The process that keeps others waiting for a lock, as far as it is known.
package struct LockHolder: Hashable, Sendable {
  /// What the lock guards: `the list of accounts`.
  package let subject: String
  /// The process, nil if the system does not tell.
  package let pid: Int32?
  /// Its program and subcommand, for example `swop add`; nil if the system does not tell.
  package let program: String?
  /// What it does, by its own word: `sign-in of work`.
  package let purpose: String?
  /// How long it has held the lock, in seconds; nil if it did not say.
  package let heldSeconds: Double?
  /// Whether it is stopped (Ctrl-Z, SIGSTOP) and will not go on by itself.
  package let isStopped: Bool

  /// A holder of its parts.
  package init(
    subject: String, pid: Int32?, program: String?, purpose: String?, heldSeconds: Double?,
    isStopped: Bool
  ) {
    self.subject = subject
    self.pid = pid
    self.program = program
    self.purpose = purpose
    self.heldSeconds = heldSeconds
    self.isStopped = isStopped
  }

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
  package var remedy: String {
    guard let pid else { return "Wait for it to finish, then try again." }
    if isStopped {
      return "Let it go on (fg in its terminal, or kill -CONT \(pid)), or end it: kill -KILL \(pid)"
    }
    return "Wait for it to finish, or end it (kill \(pid)), then try again."
  }
}
