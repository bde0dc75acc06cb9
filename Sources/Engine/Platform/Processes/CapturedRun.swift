import EngineCore
import Synchronization

/// One run with captured output. `execute` waits for the child on a thread of its own; `cancel` may come
/// from anywhere.
final class CapturedRun: Sendable {
  private let command: ProcessCommand
  private let limit: Duration
  private let limits: ProcessLimits
  private let isCancelled = Atomic(false)
  private let waker: ProcessWaker

  /// A run to be, nil if the system has no descriptors left.
  init?(_ command: ProcessCommand, limit: Duration, limits: ProcessLimits) {
    guard let waker = ProcessWaker() else { return nil }
    self.command = command
    self.limit = limit
    self.limits = limits
    self.waker = waker
  }

  /// Ends the child as soon as possible.
  func cancel() {
    isCancelled.store(true, ordering: .releasing)
    waker.wake()
  }

  /// Starts the child, waits for its end and reaps it.
  func execute() -> Result<ProcessOutput, ProcessError> {
    if isCancelled.load(ordering: .acquiring) { return .failure(.cancelled) }
    guard let input = ProcessPipe(), let output = ProcessPipe(), let error = ProcessPipe() else {
      return .failure(
        .notStarted(executable: command.executable, reason: "too many files are open"))
    }
    let streams = ChildProcess.Streams(
      input: input.reading.number, output: output.writing.number, error: error.writing.number)
    let child: ChildProcess
    do {
      child = try ChildProcess.spawn(command, streams)
    } catch {
      return .failure(error)
    }
    input.reading.close()
    output.writing.close()
    error.writing.close()
    var capture = Capture(
      child: child, waker: waker, limits: limits, executable: command.executable,
      input: input.writing, unfed: (command.input?.reveal() ?? [])[...],
      output: Capture.Stream(end: output.reading), error: Capture.Stream(end: error.reading))
    guard child.watch(waking: waker) else {
      child.killNow()
      _ = child.reap()
      return .failure(.notStarted(executable: command.executable, reason: "no thread is left"))
    }
    return capture.run(limit: limit) { isCancelled.load(ordering: .acquiring) }
  }
}
