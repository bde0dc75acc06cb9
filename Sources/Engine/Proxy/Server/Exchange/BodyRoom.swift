import Synchronization

/// How many bytes of request bodies are kept at once, all requests together: each one is bounded by the
/// server, but thousands of them are not.
final class BodyRoom: Sendable {
  private let limit: Int
  private let taken = Mutex(0)

  /// Room for `limit` bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Takes room.
  ///
  /// - Returns: Whether there was enough.
  func take(_ count: Int) -> Bool {
    taken.withLock { taken in
      guard taken + count <= limit else { return false }
      taken += count
      return true
    }
  }

  /// Gives room back.
  func giveBack(_ count: Int) {
    taken.withLock { $0 -= count }
  }
}
