import EngineHTTP
import EngineKernel

/// What every request of one proxy shares.
struct RelayTools: Sendable {
  /// The thread on which everything happens.
  let loop: EventLoop
  /// Decides.
  let desk: RelayDesk
  /// Knows as whom requests go on.
  let directory: UpstreamDirectory
  /// Sends.
  let client: HTTPClient
  /// How much of request bodies is kept.
  let room: BodyRoom
  /// The limits.
  let settings: ProxySettings
}
