import EngineCore
import EnginePlatform
import Synchronization

/// The real clock, whose date a test may move on; waits are real.
final class ShiftedTimeSource: TimeSource {
  private let base = SystemTimeSource()
  private let shift = Mutex(0.0)

  func now() -> Date { base.now().addingTimeInterval(shift.withLock { $0 }) }

  func uptime() -> Duration { base.uptime() }

  func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }

  /// Moves the date on by so many seconds.
  func shift(by seconds: Double) { shift.withLock { $0 += seconds } }
}
