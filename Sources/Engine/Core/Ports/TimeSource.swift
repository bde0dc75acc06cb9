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
