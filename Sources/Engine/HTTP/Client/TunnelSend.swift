/// Bytes on their way out of a tunnel. What was offered once is offered again unchanged: TLS insists on
/// it.
struct TunnelSend {
  private var current: [UInt8] = []
  private var sent = 0
  private var rest = ByteQueue()

  /// How many bytes wait.
  var count: Int { current.count - sent + rest.count }

  /// Adds bytes at the end.
  mutating func append(_ bytes: [UInt8]) {
    if count == 0 {
      (current, sent) = (bytes, 0)
    } else {
      rest.append(bytes)
    }
  }

  /// Offers what waits until `take` takes nothing more.
  ///
  /// - Parameter take: Returns how many bytes it took, nil when the connection failed.
  /// - Returns: false when the connection failed.
  mutating func flush(_ take: (UnsafeRawBufferPointer) -> Int?) -> Bool {
    while count > 0 {
      if sent == current.count {
        (current, sent) = (rest.take(rest.count), 0)
      }
      let taken = current.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
      guard let taken else { return false }
      if taken == 0 { return true }
      sent += taken
    }
    return true
  }
}
