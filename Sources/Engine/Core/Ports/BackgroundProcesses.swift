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

/// For whoever starts nothing that outlives it.
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
