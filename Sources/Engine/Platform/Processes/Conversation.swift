import EngineCore
import Synchronization

/// A child that is talked to line by line. A thread moves the bytes; callers only touch the shared state.
/// Letting go of the value ends the child.
final class Conversation: ConversingProcess {
  private let shared: ConversationThread

  /// Starts the child and its thread.
  ///
  /// - Throws: `ProcessError.notStarted`.
  init(_ command: ProcessCommand, limits: ProcessLimits) throws(ProcessError) {
    shared = try ConversationThread(command, limits: limits)
  }

  var identity: ProcessIdentity { shared.identity }

  deinit { shared.finish(within: .zero) }

  func write(line: String) async throws(ProcessError) {
    let id = shared.state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { shared.enqueue(Array(line.utf8) + [10], id: id, writer: $0) }
    } onCancel: {
      shared.forgetWriter(id)
    }
    try result.get()
  }

  func readLine() async throws(ProcessError) -> String? {
    let id = shared.state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { shared.enqueueReader($0, id: id) }
    } onCancel: {
      shared.forgetReader(id)
    }
    return try result.get()
  }

  func finish(grace: Duration) async {
    shared.finish(within: grace)
    await withCheckedContinuation { continuation in
      let isOver = shared.state.withLock { state in
        if !state.isOver { state.finishers.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }
}

/// What the two sides of a conversation share: the callers' tasks and the thread that moves bytes.
struct ConversationState {
  /// Someone who waits for a line.
  typealias Reader = CheckedContinuation<Result<String?, ProcessError>, Never>
  /// Someone who waits until a line is written.
  typealias Writer = CheckedContinuation<Result<Void, ProcessError>, Never>

  /// A line on its way to the child.
  struct Outgoing {
    let id: Int
    let bytes: [UInt8]
    var written = 0
    var writer: Writer?
  }

  var nextID = 0
  private var lines: [String] = []
  private var taken = 0
  private(set) var unreadBytes = 0
  var readers: [(id: Int, reader: Reader)] = []
  var outgoing: [Outgoing] = []
  /// Waiters for the child's end.
  var finishers: [CheckedContinuation<Void, Never>] = []
  /// Set once the child's input is to be closed; the moment at which the child is asked to end.
  var finishBy: ContinuousClock.Instant?
  /// The child reads no more.
  var inputIsBroken = false
  /// The child writes no more, and every line it wrote is in `lines`.
  var outputHasEnded = false
  /// The child is reaped.
  var isOver = false
  /// Why the conversation was broken off by this side.
  var failure: ProcessError?

  /// What the next reader gets at once, nil if it has to wait.
  mutating func nextLine() -> Result<String?, ProcessError>? {
    if let line = takeLine() { return .success(line) }
    if let failure { return .failure(failure) }
    return outputHasEnded ? .success(nil) : nil
  }

  /// Takes in lines, and pairs readers with what there is for them.
  ///
  /// - Returns: Who is to be resumed, outside the lock.
  mutating func deliver(_ more: [String]) -> [(Reader, Result<String?, ProcessError>)] {
    lines += more
    unreadBytes += more.reduce(0) { $0 + $1.utf8.count }
    var due: [(Reader, Result<String?, ProcessError>)] = []
    while !readers.isEmpty, let next = nextLine() {
      due.append((readers.removeFirst().reader, next))
    }
    return due
  }

  private mutating func takeLine() -> String? {
    guard taken < lines.count else { return nil }
    defer {
      taken += 1
      // Moved up now and then, not once a line: a thousand short lines may wait here.
      if taken > 256 && taken * 2 > lines.count {
        lines.removeFirst(taken)
        taken = 0
      }
    }
    let line = lines[taken]
    lines[taken] = ""
    unreadBytes -= line.utf8.count
    return line
  }

  /// Gives up every line that is not written yet.
  mutating func takeWriters() -> [Writer] {
    defer { outgoing = [] }
    return outgoing.compactMap(\.writer)
  }
}

/// Cuts a stream of bytes into lines.
struct LineBuffer {
  private var bytes: [UInt8] = []
  private var searched = 0

  /// Bytes of the line that has not ended yet.
  var count: Int { bytes.count }

  /// Adds bytes and takes out the lines that are whole now, without their ends.
  mutating func append(_ more: [UInt8]) -> [String] {
    bytes += more
    var lines: [String] = []
    var start = 0
    while let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end + 1
      searched = start
    }
    bytes.removeFirst(start)
    searched = bytes.count
    return lines
  }

  /// Takes out what is left at the end of the stream, nil if that is nothing.
  mutating func finish() -> String? {
    defer { self = LineBuffer() }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
