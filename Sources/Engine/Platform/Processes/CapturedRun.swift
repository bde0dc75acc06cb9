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

/// The loop of one captured run: feeds, collects, watches the time. It belongs to one thread.
struct Capture {
  /// One captured stream.
  struct Stream {
    let end: PipeEnd
    var bytes: [UInt8] = []
  }

  let child: ChildProcess
  let waker: ProcessWaker
  let limits: ProcessLimits
  let executable: FilePath
  let input: PipeEnd
  var unfed: ArraySlice<UInt8>
  var output: Stream
  var error: Stream
  private var failure: ProcessError?
  private var deadline: ContinuousClock.Instant?

  init(
    child: ChildProcess, waker: ProcessWaker, limits: ProcessLimits, executable: FilePath,
    input: PipeEnd, unfed: ArraySlice<UInt8>, output: Stream, error: Stream
  ) {
    self.child = child
    self.waker = waker
    self.limits = limits
    self.executable = executable
    self.input = input
    self.unfed = unfed
    self.output = output
    self.error = error
  }

  /// Works until the child has ended, and reaps it.
  mutating func run(
    limit: Duration, isCancelled: () -> Bool
  ) -> Result<ProcessOutput, ProcessError> {
    for end in [input, output.end, error.end] { end.makeNonblocking() }
    deadline = .now + limit
    while true {
      feed()
      // Asked before collecting: what a child wrote before its end must not be missed. Children of the
      // child may hold the pipes forever, so their end is not waited for.
      let hasEnded = child.hasEnded
      collect()
      if hasEnded { break }
      if failure == nil && isCancelled() { end(with: .cancelled) }
      if let deadline, ContinuousClock.now >= deadline { timeIsUp(limit) }
      waker.wait(for: interests, until: deadline)
    }
    let end = child.reap()
    if let failure { return .failure(failure) }
    return .success(
      ProcessOutput(end: end, standardOutput: output.bytes, standardError: error.bytes))
  }

  private var interests: [ProcessWaker.Interest] {
    [
      ProcessWaker.Interest(end: output.end, toWrite: false),
      ProcessWaker.Interest(end: error.end, toWrite: false),
      ProcessWaker.Interest(end: input, toWrite: true),
    ]
  }

  private mutating func feed() {
    while input.isOpen {
      guard !unfed.isEmpty else { return input.close() }
      switch input.write(unfed.prefix(65_536)) {
      case .written(let count): unfed = unfed.dropFirst(count)
      case .full: return
      // A child need not read all of its input; that alone is not a failure.
      case .broken: input.close()
      }
    }
  }

  private mutating func collect() {
    let fits = Self.collect(&output, limit: limits.capturedBytes, keeping: failure == nil)
    let alsoFits = Self.collect(&error, limit: limits.capturedBytes, keeping: failure == nil)
    if failure == nil && !(fits && alsoFits) {
      end(with: .tooMuchOutput(executable: executable, bytes: limits.capturedBytes))
    }
  }

  private static func collect(_ stream: inout Stream, limit: Int, keeping: Bool) -> Bool {
    // At most the limit at one go: a child that writes without end must not keep us from the clock.
    var budget = limit
    while budget > 0 {
      switch stream.end.read(limit: 65_536) {
      case .bytes(let bytes):
        budget -= bytes.count
        guard keeping else { continue }
        stream.bytes += bytes
        if stream.bytes.count > limit { return false }
      case .nothingYet: return true
      case .ended:
        stream.end.close()
        return true
      }
    }
    return true
  }

  private mutating func timeIsUp(_ limit: Duration) {
    guard failure != nil else {
      let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
      return end(with: .timedOut(executable: executable, seconds: seconds))
    }
    child.killNow()
    deadline = nil
  }

  private mutating func end(with failure: ProcessError) {
    self.failure = failure
    child.terminate()
    deadline = .now + limits.grace
  }
}

/// How much and how long a child may.
struct ProcessLimits: Sendable {
  /// Bytes of each captured stream.
  var capturedBytes = 8 << 20
  /// Bytes of one line of a conversation.
  var lineBytes = 16 << 20
  /// Bytes of lines that no one has read yet; beyond them the child has to wait.
  var unreadBytes = 1 << 20
  /// Time between the request to end and the end by force.
  var grace = Duration.seconds(2)
}
