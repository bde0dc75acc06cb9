import EngineCore

/// A run's way through a rotation proxy.
struct RotatedWay: Sendable {
  /// Where codex finds the proxy.
  let route: ProxyRoute
  /// What codex shows there.
  let token: Redacted<String>
  /// Ends what was started for this run alone; nothing if that is the service.
  let close: @Sendable () async -> Void
}
