package import EngineCore
import Synchronization

/// A clock on which every wait is over at once, and time has passed: for code that pauses and whose
/// pauses are not what is tested.
package final class EagerTimeSource: TimeSource {
  private let state: Mutex<(start: Date, uptime: Duration, sleeps: [Duration])>

  /// A clock that starts at `now`.
  package init(_ now: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
    state = Mutex((now, .zero, []))
  }

  /// Every wait so far, in order.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  package func now() -> Date { state.withLock { $0.start + $0.uptime.seconds } }

  package func uptime() -> Duration { state.withLock { $0.uptime } }

  package func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    state.withLock { state in
      state.sleeps.append(duration)
      state.uptime += max(.zero, duration)
    }
    await Task.yield()
  }

  /// Moves time forward.
  package func advance(by duration: Duration) {
    state.withLock { $0.uptime += duration }
  }
}
