package import EngineCore

extension Fleet {
  /// What goes along with whatever is at work for long, the dashboard or a service: house is kept at once and
  /// every hour, notices are told every minute. Ends when the task is cancelled.
  ///
  /// - Parameters:
  ///   - time: the clock.
  ///   - fleet: the engine of the settings that hold at that moment; when there is none, nothing is done.
  package static func accompany(
    _ time: any TimeSource, _ fleet: @escaping @Sendable () async throws -> Fleet
  ) async {
    async let house: Void = again(every: .seconds(3_600), time) {
      try await fleet().keepHouse(purgesTrash: true)
    }
    async let notices: Void = again(every: .seconds(60), time) { try await fleet().tellNotices() }
    _ = await (house, notices)
  }

  private static func again(
    every interval: Duration, _ time: any TimeSource, _ act: @Sendable () async throws -> Void
  ) async {
    repeat {
      try? await act()
    } while (try? await time.sleep(for: interval)) != nil
  }
}
