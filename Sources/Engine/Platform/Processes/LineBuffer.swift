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
