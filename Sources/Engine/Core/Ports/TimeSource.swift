/// The clock: wall time for what people see and servers name, waiting for what must happen later.
package protocol TimeSource: Sendable {
  /// Wall-clock time now.
  func now() -> Date

  /// Time that never runs backwards, from an arbitrary start; for measuring.
  func uptime() -> Duration

  /// Waits for `duration`.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// Randomness: identities, tokens, jitter.
package protocol RandomSource: Sendable {
  /// `count` unpredictable bytes.
  func bytes(_ count: Int) -> [UInt8]
}

extension RandomSource {
  /// A lower-case version 4 UUID (RFC 9562).
  func uuid() -> String {
    var raw = bytes(16)
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    let hex = Hexadecimal.text(raw)
    let cuts = [0, 8, 12, 16, 20, 32]
    return zip(cuts, cuts.dropFirst()).map { hex.dropFirst($0).prefix($1 - $0) }
      .joined(separator: "-")
  }

  /// A factor for jitter, evenly spread over `range`.
  package func factor(in range: ClosedRange<Double>) -> Double {
    let raw = bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let unit = Double(raw) / Double(UInt32.max)
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }
}
