import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The machine's clocks.
package struct SystemTimeSource: TimeSource {
  private let start = ContinuousClock.now

  /// The clocks, measured from now.
  package init() {}

  package func now() -> Date { Date() }

  package func uptime() -> Duration { start.duration(to: .now) }

  package func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration, clock: .continuous)
  }
}

/// The system's cryptographic randomness: `getrandom` on Linux, `arc4random` on Apple systems.
package struct SystemRandom: RandomSource {
  /// The system's randomness; there is only one.
  package init() {}

  package func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

extension ClockZone {
  /// The zone of this process: what `TZ` names, else the machine's (`/etc/localtime`), as both were when it
  /// was first asked for.
  package static let system: ClockZone = {
    // localtime_r need not look at TZ by itself.
    tzset()
    return ClockZone(name: "system") { date in
      swop_utc_offset(Int64(min(1e12, max(-1e12, date.timeIntervalSince1970))))
    }
  }()
}
