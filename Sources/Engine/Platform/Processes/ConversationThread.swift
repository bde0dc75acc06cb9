import EngineCore
import Synchronization

/// The thread behind a conversation, and the state it shares with the callers.
final class ConversationThread: Sendable {
  let state = Mutex(ConversationState())
  /// Which process it talks to.
  let identity: ProcessIdentity

  private let executable: FilePath
  private let limits: ProcessLimits
  private let waker: ProcessWaker
  private let child: ChildProcess
  private let input: PipeEnd
  private let output: PipeEnd

  init(_ command: ProcessCommand, limits: ProcessLimits) throws(ProcessError) {
    guard let waker = ProcessWaker(), let input = ProcessPipe(), let output = ProcessPipe() else {
      throw .notStarted(executable: command.executable, reason: "too many files are open")
    }
    let streams = ChildProcess.Streams(
      input: input.reading.number, output: output.writing.number)
    child = try ChildProcess.spawn(command, streams)
    identity = ProcessTable.identity(ofChild: child.pid)
    executable = command.executable
    self.limits = limits
    self.waker = waker
    self.input = input.writing
    self.output = output.reading
    input.reading.close()
    output.writing.close()
    self.input.makeNonblocking()
    self.output.makeNonblocking()
    guard child.watch(waking: waker), SystemThread.start({ self.run() }) else {
      child.killNow()
      _ = child.reap()
      throw .notStarted(executable: command.executable, reason: "no thread is left")
    }
  }

  // MARK: - For the callers

  /// Queues a line for the child; the writer is resumed when it is written.
  func enqueue(_ bytes: [UInt8], id: Int, writer: ConversationState.Writer) {
    let refusal = state.withLock { state -> ProcessError? in
      // The handler of a cancelled task may have come before the line did.
      if Task.isCancelled { return .cancelled }
      if let failure = state.failure { return failure }
      if state.inputIsBroken || state.finishBy != nil { return .closed(executable: executable) }
      state.outgoing.append(ConversationState.Outgoing(id: id, bytes: bytes, writer: writer))
      return nil
    }
    if let refusal { return writer.resume(returning: .failure(refusal)) }
    waker.wake()
  }

  /// Queues someone for the next line.
  func enqueueReader(_ reader: ConversationState.Reader, id: Int) {
    let ready = state.withLock { state -> Result<String?, ProcessError>? in
      if Task.isCancelled { return .failure(.cancelled) }
      let next = state.readers.isEmpty ? state.nextLine() : nil
      if next == nil { state.readers.append((id, reader)) }
      return next
    }
    if let ready { reader.resume(returning: ready) }
    // The thread may have stopped reading because no one took the lines.
    waker.wake()
  }

  /// Resumes a cancelled writer. Its line stays queued: half a line would spoil the conversation.
  func forgetWriter(_ id: Int) {
    let writer = state.withLock { state -> ConversationState.Writer? in
      guard let index = state.outgoing.firstIndex(where: { $0.id == id }) else { return nil }
      defer { state.outgoing[index].writer = nil }
      return state.outgoing[index].writer
    }
    writer?.resume(returning: .failure(.cancelled))
  }

  /// Resumes a cancelled reader; the line it waited for goes to the next one.
  func forgetReader(_ id: Int) {
    let reader = state.withLock { state -> ConversationState.Reader? in
      guard let index = state.readers.firstIndex(where: { $0.id == id }) else { return nil }
      return state.readers.remove(at: index).reader
    }
    reader?.resume(returning: .failure(.cancelled))
  }

  /// Closes the child's input once the queued lines are written; after `grace` the child is asked to
  /// end, a little later it is ended by force.
  func finish(within grace: Duration) {
    let moment = ContinuousClock.now + grace
    state.withLock { state in state.finishBy = min(state.finishBy ?? moment, moment) }
    waker.wake()
  }

  // MARK: - The thread

  private func run() {
    var buffer = LineBuffer()
    var killAt: ContinuousClock.Instant?
    var hasAsked = false
    while true {
      send()
      let hasEnded = child.hasEnded
      receive(&buffer, toTheEnd: hasEnded)
      if hasEnded { break }
      let now = ContinuousClock.now
      let (hasFailed, finishBy) = state.withLock { ($0.failure != nil, $0.finishBy) }
      if !hasAsked, hasFailed || finishBy.map({ now >= $0 }) == true {
        child.terminate()
        hasAsked = true
        killAt = now + limits.grace
      } else if let moment = killAt, now >= moment {
        child.killNow()
        killAt = nil
      }
      waker.wait(for: interests(), until: hasAsked ? killAt : finishBy)
    }
    close(&buffer)
  }

  private func interests() -> [ProcessWaker.Interest] {
    let (wantsMore, hasMore) = state.withLock { state in
      (state.unreadBytes < limits.unreadBytes || state.finishBy != nil, !state.outgoing.isEmpty)
    }
    return (wantsMore ? [ProcessWaker.Interest(end: output, toWrite: false)] : [])
      + (hasMore ? [ProcessWaker.Interest(end: input, toWrite: true)] : [])
  }

  private func send() {
    while input.isOpen {
      let (next, isLast) = state.withLock { ($0.outgoing.first, $0.finishBy != nil) }
      guard let next else {
        if isLast { input.close() }
        return
      }
      switch input.write(next.bytes[next.written...]) {
      case .written(let count): noteWritten(count)
      case .full: return
      case .broken: breakInput()
      }
    }
  }

  private func noteWritten(_ count: Int) {
    let writer = state.withLock { state -> ConversationState.Writer? in
      guard !state.outgoing.isEmpty else { return nil }
      state.outgoing[0].written += count
      guard state.outgoing[0].written == state.outgoing[0].bytes.count else { return nil }
      return state.outgoing.removeFirst().writer
    }
    writer?.resume(returning: .success(()))
  }

  private func breakInput() {
    input.close()
    let writers = state.withLock { state in
      state.inputIsBroken = true
      return state.takeWriters()
    }
    for writer in writers { writer.resume(returning: .failure(.closed(executable: executable))) }
  }

  private func receive(_ buffer: inout LineBuffer, toTheEnd: Bool) {
    while output.isOpen {
      let isFull = state.withLock { state in
        state.unreadBytes >= limits.unreadBytes && state.finishBy == nil
      }
      if isFull && !toTheEnd { return }
      switch output.read(limit: 65_536) {
      case .bytes(let bytes):
        deliver(buffer.append(bytes))
        if buffer.count > limits.lineBytes { return refuseLine(&buffer) }
      case .nothingYet: return
      case .ended:
        output.close()
        endOutput(&buffer)
      }
    }
  }

  private func refuseLine(_ buffer: inout LineBuffer) {
    _ = buffer.finish()
    output.close()
    state.withLock { state in
      state.failure = .tooMuchOutput(executable: executable, bytes: limits.lineBytes)
    }
    endOutput(&buffer)
  }

  private func endOutput(_ buffer: inout LineBuffer) {
    state.withLock { $0.outputHasEnded = true }
    deliver(buffer.finish().map { [$0] } ?? [])
  }

  private func deliver(_ lines: [String]) {
    let due = state.withLock { $0.deliver(lines) }
    for (reader, line) in due { reader.resume(returning: line) }
  }

  private func close(_ buffer: inout LineBuffer) {
    output.close()
    breakInput()
    endOutput(&buffer)
    _ = child.reap()
    let finishers = state.withLock { state in
      state.isOver = true
      defer { state.finishers = [] }
      return state.finishers
    }
    for finisher in finishers { finisher.resume() }
  }
}
