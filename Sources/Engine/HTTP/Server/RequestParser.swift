/// Reads requests from bytes that arrive in any pieces, one after the other. Pure: it holds bytes and
/// knows nothing of sockets.
package struct RequestParser: Sendable {
  private enum Phase {
    case head
    case fixed(left: Int)
    case chunked(ChunkedDecoder)
    case end
  }

  private static let partLimit = 1 << 16

  private let headLimit: Int
  private var queue = ByteQueue()
  private var headParser: RequestHeadParser
  private var phase = Phase.head

  /// A parser that refuses heads of more than `headLimit` bytes.
  package init(headLimit: Int = 1 << 16) {
    self.headLimit = headLimit
    headParser = RequestHeadParser(limit: headLimit)
  }

  /// How many bytes arrived and were not read yet.
  package var waitingCount: Int { queue.count }

  /// Whether it stands between two requests and nothing of the next one came.
  package var isIdle: Bool {
    if case .head = phase { return !headParser.hasBegun && queue.isEmpty }
    return false
  }

  /// Adds bytes that arrived.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    queue.append(bytes)
  }

  /// What comes next, nil while more bytes are needed. After an error there is no next.
  ///
  /// - Throws: `RequestParseError`, after which the connection cannot be used.
  package mutating func next() throws(RequestParseError) -> RequestEvent? {
    switch phase {
    case .head:
      guard let head = try headParser.parse(&queue) else { return nil }
      phase =
        switch head.bodyLength {
        case .none: .end
        case .fixed(let count): .fixed(left: count)
        case .chunked: .chunked(ChunkedDecoder())
        }
      return .head(head)
    case .fixed(let left):
      let count = min(left, queue.count, Self.partLimit)
      guard count > 0 else { return nil }
      phase = count == left ? .end : .fixed(left: left - count)
      return .body(queue.take(count))
    case .chunked(var decoder):
      let step = try decoder.next(&queue, limit: Self.partLimit)
      phase = .chunked(decoder)
      switch step {
      case .starved: return nil
      case .data(let bytes): return .body(bytes)
      case .end: return finish()
      }
    case .end:
      return finish()
    }
  }

  /// Takes everything that was not read, when the connection is no longer HTTP.
  package mutating func takeRest() -> [UInt8] {
    queue.take(queue.count)
  }

  private mutating func finish() -> RequestEvent {
    phase = .head
    return .end
  }
}
