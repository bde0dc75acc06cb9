#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Words as the system takes them: a list of pointers that ends with none, each to bytes that end with
/// zero.
struct ProcessWords {
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  /// Takes words byte for byte; nil if one of them holds a zero byte, which the system would cut there.
  init?(_ words: [[UInt8]]) {
    bytes.reserveCapacity(words.reduce(0) { $0 + $1.count + 1 })
    starts.reserveCapacity(words.count)
    for word in words {
      guard !word.contains(0) else { return nil }
      starts.append(bytes.count)
      bytes.append(contentsOf: word.lazy.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
  }

  /// Lends the list to a system call.
  mutating func withPointers<Result>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result? {
    bytes.append(0)
    return bytes.withUnsafeMutableBufferPointer { buffer -> Result? in
      guard let base = buffer.baseAddress else { return nil }
      let list: [UnsafeMutablePointer<CChar>?] = starts.map { base + $0 } + [nil]
      return list.withUnsafeBufferPointer { pointers in pointers.baseAddress.map(body) }
    }
  }
}
