import EngineCore
import EnginePlatform
import TestSupport

/// The processes of this machine, and a codex that only says its version.
struct DoctorProcesses: ProcessRunner {
  let version: String
  private let real = PosixProcessRunner()

  init(version: String) {
    self.version = version
  }

  func run(
    _ command: ProcessCommand, limit: Duration
  ) async throws(ProcessError) -> ProcessOutput {
    ProcessOutput(
      end: .exited(0), standardOutput: Array("codex-cli \(version)\n".utf8), standardError: [])
  }

  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    try real.start(command)
  }

  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    try await real.runInForeground(command, started: started)
  }

  func identity(of pid: Int32) -> ProcessIdentity? { real.identity(of: pid) }

  var current: ProcessIdentity { real.current }
}
