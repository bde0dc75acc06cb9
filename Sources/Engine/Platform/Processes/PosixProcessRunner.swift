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
    // Failing here means that someone else reaped our child; its end is unknown then.
    guard swop_foreground_wait(&status) == 0 else { return .exited(255) }
    return ProcessEnd(waitStatus: status)
  }
}

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
    // Pids are reused: the time between this look and the signal is as short as it can be.
    guard identity(of: process.pid) == process else { return }
    _ = kill(process.pid, byForce ? SIGKILL : SIGTERM)
  }
}

/// The shield of this process: signals belong to the process, so all of them are one.
package struct PosixShield: InterruptShield {
  /// The process's shield.
  package init() {}

  package func raise() { swop_raise_shield() }
  package func lower() { swop_lower_shield() }
}

/// The system's list of processes.
enum ProcessTable {
  /// The process with a number, nil if there is none or it has ended and only waits to be reaped.
  static func identity(of pid: Int32) -> ProcessIdentity? {
    guard pid > 0 else { return nil }
    #if canImport(Darwin)
      let start = swop_process_start(pid)
      return start == 0 ? nil : ProcessIdentity(pid: pid, startTicks: start)
    #else
      guard let entry = entry(of: pid), !"ZXx".contains(entry.state) else { return nil }
      return ProcessIdentity(pid: pid, startTicks: entry.start)
    #endif
  }

  /// A child that is not reaped yet: known even if it has ended already.
  static func identity(ofChild pid: Int32) -> ProcessIdentity {
    #if canImport(Darwin)
      return ProcessIdentity(pid: pid, startTicks: swop_process_start(pid))
    #else
      return ProcessIdentity(pid: pid, startTicks: entry(of: pid)?.start ?? 0)
    #endif
  }

  #if !canImport(Darwin)
    private static func entry(of pid: Int32) -> (state: Character, start: UInt64)? {
      let number = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
      guard number >= 0, case .bytes(let bytes) = PipeEnd(number).read(limit: 4096) else {
        return nil
      }
      return parse(bytes)
    }
  #endif

  /// Reads state and start (fields 3 and 22) of a `/proc/<pid>/stat` line.
  static func parse(_ bytes: [UInt8]) -> (state: Character, start: UInt64)? {
    // The program's name is in parentheses and may itself hold spaces and parentheses.
    guard let name = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(name + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count > 19, let state = fields[0].first,
      let start = UInt64(String(decoding: fields[19], as: UTF8.self))
    else { return nil }
    return (Character(Unicode.Scalar(state)), start)
  }
}
