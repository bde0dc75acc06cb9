import EngineCore

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
