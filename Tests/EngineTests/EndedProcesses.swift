import EngineCore
import Synchronization
import TestSupport

/// Ends processes of a script, and remembers which.
final class EndedProcesses: BackgroundProcesses {
  private let runner: ScriptedProcessRunner
  private let list = Mutex<[ProcessIdentity]>([])

  init(_ runner: ScriptedProcessRunner) {
    self.runner = runner
  }

  /// What was ended, in order.
  var ended: [ProcessIdentity] { list.withLock { $0 } }

  func startDetached(
    _ command: ProcessCommand, log: FilePath
  ) throws(ProcessError) -> ProcessIdentity {
    throw .notStarted(executable: command.executable, reason: "the script does not have it")
  }

  func end(_ process: ProcessIdentity, byForce: Bool) {
    list.withLock { $0.append(process) }
    runner.setAlive(process, false)
  }
}
