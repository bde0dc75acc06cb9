/// Child processes. Nothing is ever started through a shell.
package protocol ProcessRunner: Sendable {
  /// Runs a command with its output captured and standard input empty (or `input`).
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - limit: after this the child is ended (TERM, then KILL) and the error is `.timedOut`.
  /// - Returns: What it printed and how it ended.
  /// - Throws: `ProcessError`.
  func run(_ command: ProcessCommand, limit: Duration) async throws(ProcessError) -> ProcessOutput

  /// Starts a command whose standard input and output are talked to line by line. Standard error is
  /// discarded.
  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess

  /// Runs a command on the terminal (or whatever standard input and output are) as a shell user would
  /// expect: it stays in this process's group, gets signals as if swop were not there, can be stopped
  /// and continued.
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - started: called once, right after the child exists.
  /// - Returns: How it ended.
  /// - Throws: `ProcessError` if it could not be started.
  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd

  /// The process with a pid now, nil if there is none.
  func identity(of pid: Int32) -> ProcessIdentity?

  /// This process.
  var current: ProcessIdentity { get }
}

extension ProcessRunner {
  /// Whether exactly this process still lives.
  package func isAlive(_ process: ProcessIdentity) -> Bool {
    identity(of: process.pid) == process
  }
}
