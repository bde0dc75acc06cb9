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
