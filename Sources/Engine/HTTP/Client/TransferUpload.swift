import CCurl
import EngineCore

/// The body of a request on its way into curl.
struct TransferUpload {
  private enum Source {
    case none
    case bytes(Data, sent: Int)
    case stream(ByteQueue, hasEnded: Bool)
  }

  private var source: Source
  /// Whether a part of a stream was handed over, which cannot be had again.
  private(set) var isSpent = false
  /// Whether curl waits to be told of more.
  var isPaused = false

  init(_ body: ClientBody) {
    source =
      switch body {
      case .none: .none
      case .bytes(let data): .bytes(data.reveal(), sent: 0)
      case .stream: .stream(ByteQueue(), hasEnded: false)
      }
  }

  /// How many bytes wait to be sent; only a stream has any that it could hold back.
  var waitingCount: Int {
    if case .stream(let queue, _) = source { queue.count } else { 0 }
  }

  /// Whether everything was handed over.
  var isComplete: Bool {
    switch source {
    case .none: true
    case .bytes(let data, let sent): sent == data.count
    case .stream(let queue, let hasEnded): hasEnded && queue.isEmpty
    }
  }

  /// Adds a part of a stream.
  mutating func feed(_ bytes: [UInt8]) {
    guard case .stream(var queue, let hasEnded) = source else { return }
    source = .none
    queue.append(bytes)
    source = .stream(queue, hasEnded: hasEnded)
  }

  /// Marks the end of a stream.
  mutating func end() {
    if case .stream(let queue, _) = source { source = .stream(queue, hasEnded: true) }
  }

  /// Fills curl's room; returns the number of bytes, 0 at the end, or curl's sign for a pause.
  mutating func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    switch source {
    case .none: return 0
    case .bytes(let data, let sent):
      let part = data.dropFirst(sent).prefix(room.count)
      room.copyBytes(from: part)
      source = .bytes(data, sent: sent + part.count)
      return part.count
    case .stream(var queue, let hasEnded):
      guard !queue.isEmpty else {
        isPaused = !hasEnded
        return hasEnded ? 0 : Int(CURL_READFUNC_PAUSE)
      }
      source = .none
      let count = min(queue.count, room.count)
      room.copyBytes(from: queue.waiting.prefix(count))
      queue.drop(count)
      source = .stream(queue, hasEnded: hasEnded)
      isSpent = true
      return count
    }
  }

  /// Goes back, which curl asks for when it has to send a second time.
  ///
  /// - Returns: Whether that is possible.
  mutating func seek(to offset: Int) -> Bool {
    switch source {
    case .none: return offset == 0
    case .bytes(let data, _):
      guard (0...data.count).contains(offset) else { return false }
      source = .bytes(data, sent: offset)
      return true
    case .stream: return offset == 0 && !isSpent
    }
  }
}
