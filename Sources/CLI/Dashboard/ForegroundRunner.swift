import EngineCore
import EnginePlatform
import TUI
import TUITerminal

/// Child processes as under the shell, but for the one in the foreground: it gets the terminal in a group
/// of its own, and when it is stopped the dashboard decides what becomes of it.
struct ForegroundRunner: ProcessRunner {
  let base: any ProcessRunner
  let session: RunSession

  var current: ProcessIdentity { base.current }

  func run(
    _ command: ProcessCommand, limit: Duration
  ) async throws(ProcessError) -> ProcessOutput {
    try await base.run(command, limit: limit)
  }

  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    try base.start(command)
  }

  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    let child = try ForegroundChild(command)
    started(
      base.identity(of: child.pid) ?? ProcessIdentity(pid: child.pid, startTicks: 0))
    while true {
      // Without a thread of its own the wait has to be here: the child is there and must be looked after.
      let turn = await ThreadWait.onOwnThread { child.wait() } ?? child.wait()
      switch turn {
      case .ended(let end): return end
      case .stopped:
        switch await session.stopped() {
        case .goOn: child.resume()
        case .end:
          child.end()
          child.resume()
        }
      }
    }
  }

  func identity(of pid: Int32) -> ProcessIdentity? { base.identity(of: pid) }
}
