import EngineCore
import EngineHTTP

/// What every request of one proxy shares. A class: each request's tasks would else carry copies of it.
final class RelayTools: Sendable {
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

  init(
    loop: EventLoop, desk: RelayDesk, directory: UpstreamDirectory, client: HTTPClient,
    room: BodyRoom, settings: ProxySettings
  ) {
    self.loop = loop
    self.desk = desk
    self.directory = directory
    self.client = client
    self.room = room
    self.settings = settings
  }
}
