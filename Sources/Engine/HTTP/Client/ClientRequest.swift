package import EngineCore

/// A request whose answer is streamed.
package struct ClientRequest: Sendable {
  /// `GET`, `POST` and so on.
  package var method: String
  /// The absolute address, http or https; its path is sent as written.
  package var url: String
  /// Header fields, sent as they are and no others but `Host`. The body's framing (`Content-Length`,
  /// `Transfer-Encoding`, `Connection`, `Expect`) is the client's own and not taken from here.
  package var headers: Redacted<[HTTPField]>
  /// The body.
  package var body: ClientBody
  /// Time limits.
  package var limits: ClientLimits
  /// Whether it may be sent a second time when a kept connection turns out to be closed before any byte
  /// of an answer came. A streamed body is never sent twice.
  package var isReplayable: Bool

  /// A request of its parts.
  package init(
    method: String = "GET", url: String, headers: [HTTPField] = [], body: ClientBody = .none,
    limits: ClientLimits = ClientLimits(), isReplayable: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = Redacted(headers)
    self.body = body
    self.limits = limits
    self.isReplayable = isReplayable
  }
}
