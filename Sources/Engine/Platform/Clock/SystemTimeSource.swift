package import EngineCore

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
