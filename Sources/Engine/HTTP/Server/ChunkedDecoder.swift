/// Takes the chunks of a body apart. Extensions and trailer fields are read and dropped.
struct ChunkedDecoder {
  private enum Phase {
    case size
    case data(left: Int)
    case dataEnd
    case trailer(size: Int)
    case done
  }

  private static let lineLimit = 4096
  private static let trailerLimit = 8192

  private var phase = Phase.size
  private var scanner = LineScanner()

  /// What the decoder found.
  enum Step: Hashable {
    /// A part of the body, never empty.
    case data([UInt8])
    /// More bytes are needed.
    case starved
    /// The body is complete.
    case end
  }

  /// The next part; what was read is taken from the queue.
  ///
  /// - Parameters:
  ///   - queue: What has arrived.
  ///   - limit: How many bytes a part may have at most.
  /// - Returns: What was found.
  /// - Throws: `RequestParseError.malformed`.
  mutating func next(
    _ queue: inout ByteQueue, limit: Int
  ) throws(RequestParseError) -> Step {
    while true {
      switch phase {
      case .size:
        guard let line = try line(&queue, limit: Self.lineLimit) else { return .starved }
        let size = try Self.size(line)
        phase = size == 0 ? .trailer(size: 0) : .data(left: size)
      case .data(let left):
        let count = min(left, queue.count, limit)
        guard count > 0 else { return .starved }
        phase = count == left ? .dataEnd : .data(left: left - count)
        return .data(queue.take(count))
      case .dataEnd:
        guard queue.count >= 2 else { return .starved }
        guard queue.take(2) == [UInt8(ascii: "\r"), UInt8(ascii: "\n")] else {
          throw .malformed("a chunk is longer than it says")
        }
        phase = .size
      case .trailer(let size):
        guard let line = try line(&queue, limit: Self.trailerLimit - size) else { return .starved }
        if line.isEmpty {
          phase = .done
        } else {
          _ = try FieldParser.field(line)
          phase = .trailer(size: size + line.count + 2)
        }
      case .done:
        return .end
      }
    }
  }

  // A line without its end, nil while it is incomplete.
  private mutating func line(
    _ queue: inout ByteQueue, limit: Int
  ) throws(RequestParseError) -> ArraySlice<UInt8>? {
    let length = try scanner.line(in: queue.waiting)
    guard length ?? queue.count <= limit else { throw .malformed("a chunk line is too long") }
    guard let length else { return nil }
    return queue.take(length).dropLast(2)
  }

  private static func size(_ line: ArraySlice<UInt8>) throws(RequestParseError) -> Int {
    let digits = FieldParser.trimmed(line.prefix { $0 != UInt8(ascii: ";") })
    guard (1...15).contains(digits.count), line.allSatisfy(FieldParser.isValueByte),
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let size = Int(FieldParser.text(digits), radix: 16)
    else { throw .malformed("a chunk size is invalid") }
    return size
  }
}

/// Bytes that arrive at one end and are taken from the other.
struct ByteQueue {
  private static let keptRoom = 1 << 13

  private var bytes: [UInt8] = []
  private var start = 0

  /// How many bytes wait.
  var count: Int { bytes.count - start }

  /// Whether none wait.
  var isEmpty: Bool { count == 0 }

  /// The waiting bytes, without taking them.
  var waiting: ArraySlice<UInt8> { bytes[start...] }

  /// Adds bytes at the end.
  mutating func append(_ more: some Collection<UInt8>) {
    if isEmpty {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    } else if start > 1 << 16 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Takes bytes from the front; there must be as many.
  mutating func take(_ count: Int) -> [UInt8] {
    let taken = Array(bytes[start..<(start + count)])
    drop(count)
    return taken
  }

  /// Throws bytes away at the front; there must be as many.
  mutating func drop(_ count: Int) {
    start += count
    // Thousands of connections that wait must not each keep the room of their largest message.
    if isEmpty && bytes.capacity > Self.keptRoom { (bytes, start) = ([], 0) }
  }
}

/// Finds the end of a line, and remembers how far it looked, so that bytes that trickle in are looked
/// at once.
struct LineScanner {
  private var seen = 0

  /// The length of the first line with its CRLF, nil while it is incomplete.
  ///
  /// - Throws: `RequestParseError.malformed` for a line feed without carriage return.
  mutating func line(in bytes: ArraySlice<UInt8>) throws(RequestParseError) -> Int? {
    let start = bytes.startIndex
    guard let feed = bytes[(start + seen)...].firstIndex(of: UInt8(ascii: "\n")) else {
      seen = bytes.count
      return nil
    }
    seen = 0
    guard feed > start, bytes[feed - 1] == UInt8(ascii: "\r") else {
      throw .malformed("a line does not end with CR LF")
    }
    return feed - start + 1
  }
}
