/// Reads requests from bytes that arrive in any pieces, one after the other. Pure: it holds bytes and
/// knows nothing of sockets.
struct RequestParser: Sendable {
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
  init(headLimit: Int = 1 << 16) {
    self.headLimit = headLimit
    headParser = RequestHeadParser(limit: headLimit)
  }

  /// How many bytes arrived and were not read yet.
  var waitingCount: Int { queue.count }

  /// Whether it stands between two requests and nothing of the next one came.
  var isIdle: Bool {
    if case .head = phase { return !headParser.hasBegun && queue.isEmpty }
    return false
  }

  /// Adds bytes that arrived.
  mutating func append(_ bytes: some Collection<UInt8>) {
    queue.append(bytes)
  }

  /// What comes next, nil while more bytes are needed. After an error there is no next.
  ///
  /// - Throws: `RequestParseError`, after which the connection cannot be used.
  mutating func next() throws(RequestParseError) -> RequestEvent? {
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
  mutating func takeRest() -> [UInt8] {
    queue.take(queue.count)
  }

  private mutating func finish() -> RequestEvent {
    phase = .head
    return .end
  }
}

/// What a request parser found next.
enum RequestEvent: Hashable, Sendable {
  /// A request begins.
  case head(RequestHead)
  /// A part of its body, never empty.
  case body([UInt8])
  /// The request is complete; another may follow.
  case end
}

/// Why bytes are not an acceptable request, with the status that says so.
enum RequestParseError: Error, Hashable, Sendable {
  /// Not HTTP, or a form that invites request smuggling.
  case malformed(String)
  /// The head is larger than accepted.
  case headTooLarge
  /// A transfer coding other than `chunked`.
  case unknownCoding
  /// A version other than HTTP/1.
  case unknownVersion

  /// The status of the answer.
  var status: Int {
    switch self {
    case .malformed: 400
    case .headTooLarge: 431
    case .unknownCoding: 501
    case .unknownVersion: 505
    }
  }

  /// What is wrong, without what was sent.
  var detail: String {
    switch self {
    case .malformed(let detail): detail
    case .headTooLarge: "the head is too large"
    case .unknownCoding: "the transfer coding is unknown"
    case .unknownVersion: "the version is not HTTP/1"
    }
  }
}

/// How the body of a request is delimited.
enum RequestBodyLength: Hashable, Sendable {
  /// There is none.
  case none
  /// So many bytes, more than 0.
  case fixed(Int)
  /// In chunks that carry their length.
  case chunked
}
