import CSystem

/// Waits until descriptors are ready. Used from one thread at a time.
protocol Poller: AnyObject {
  /// Begins to watch a descriptor; `token` comes back with its events.
  ///
  /// - Returns: Whether the system took it.
  func add(_ descriptor: Int32, interest: Readiness, token: UInt64) -> Bool

  /// Watches for something else.
  func change(_ descriptor: Int32, interest: Readiness, token: UInt64)

  /// No longer watches it.
  func remove(_ descriptor: Int32)

  /// Waits for events, at most `milliseconds`, for ever if negative. Returns none when interrupted.
  func wait(milliseconds: Int32) -> [csystem_event]
}
