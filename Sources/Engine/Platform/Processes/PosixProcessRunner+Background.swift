package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension PosixProcessRunner: BackgroundProcesses {
  package func startDetached(
    _ command: ProcessCommand, log: FilePath
  ) throws(ProcessError) -> ProcessIdentity {
    let file: Descriptor
    do {
      file = try Descriptor(log, O_WRONLY | O_CREAT | O_APPEND, for: "open")
    } catch {
      throw .notStarted(executable: command.executable, reason: error.message)
    }
    let child = try ChildProcess.spawn(
      command,
      ChildProcess.Streams(output: file.number, error: file.number, detached: true))
    return ProcessTable.identity(ofChild: child.pid)
  }

  package func end(_ process: ProcessIdentity, byForce: Bool) {
    // Pids are reused: between this look and the signal lies as little as can be.
    guard identity(of: process.pid) == process else { return }
    _ = kill(process.pid, byForce ? SIGKILL : SIGTERM)
  }
}
