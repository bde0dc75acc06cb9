import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Child processes through `posix_spawn`. Children start with default signals and an empty mask; no
/// descriptor of this process reaches them but the three standard ones.
///
/// Every child has threads of its own that wait for it, so nothing here blocks the cooperative pool.
package struct PosixProcessRunner: ProcessRunner {
  package let current: ProcessIdentity

  private let limits: ProcessLimits

  /// The machine's processes.
  package init() {
    self.init(limits: ProcessLimits())
  }

  /// As `init()`, with limits that a test can reach.
  init(limits: ProcessLimits) {
    self.limits = limits
    current = ProcessTable.identity(of: getpid()) ?? ProcessIdentity(pid: getpid(), startTicks: 0)
  }

  package func run(
    _ command: ProcessCommand, limit: Duration
  ) async throws(ProcessError) -> ProcessOutput {
    guard let run = CapturedRun(command, limit: limit, limits: limits) else {
      throw .notStarted(executable: command.executable, reason: "too many files are open")
    }
    let result: Result<ProcessOutput, ProcessError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let hasStarted = SystemThread.start { continuation.resume(returning: run.execute()) }
        guard !hasStarted else { return }
        continuation.resume(
          returning: .failure(
            .notStarted(executable: command.executable, reason: "no thread is left")))
      }
    } onCancel: {
      run.cancel()
    }
    return try result.get()
  }

  package func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    try Conversation(command, limits: limits)
  }

  package func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    guard swop_foreground_begin() == 0 else {
      throw .notStarted(
        executable: command.executable, reason: "another program has the terminal already")
    }
    let child: ChildProcess
    do {
      child = try ChildProcess.spawn(command, .inherited)
    } catch {
      swop_foreground_abandon()
      throw error
    }
    swop_foreground_attach(child.pid)
    started(ProcessTable.identity(ofChild: child.pid))
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let hasStarted = SystemThread.start {
          continuation.resume(returning: Self.waitForeground())
        }
        // Without a thread this one has to wait: the child is there and must be looked after.
        if !hasStarted { continuation.resume(returning: Self.waitForeground()) }
      }
    } onCancel: {
      swop_foreground_terminate()
    }
  }

  package func identity(of pid: Int32) -> ProcessIdentity? {
    ProcessTable.identity(of: pid)
  }

  private static func waitForeground() -> ProcessEnd {
    var status: Int32 = 0
    // Failing here means that somebody else reaped our child; its end is unknown then.
    guard swop_foreground_wait(&status) == 0 else { return .exited(255) }
    return ProcessEnd(waitStatus: status)
  }
}
