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
