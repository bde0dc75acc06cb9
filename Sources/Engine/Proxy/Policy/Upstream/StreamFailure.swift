package import EngineCore

/// A failure that arrived as an event of a stream or as a WebSocket frame.
package struct StreamFailure: Hashable, Sendable {
  /// The status the frame names, nil for an event of a stream.
  package let status: Int?
  /// The backend's word for it in lower case; empty if it gave none.
  package let code: String
  /// When the limit ends, as far as the event says so and it makes sense.
  package let resetsAt: Date?
  /// The headers that a WebSocket frame carries.
  package let headers: [HTTPField]

  /// A failure of its parts.
  package init(status: Int? = nil, code: String, resetsAt: Date? = nil, headers: [HTTPField] = []) {
    self.status = status
    self.code = code
    self.resetsAt = resetsAt
    self.headers = headers
  }
}
