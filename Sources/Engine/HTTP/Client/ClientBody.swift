package import EngineCore

/// The body of a request.
package enum ClientBody: Sendable {
  /// There is none.
  case none
  /// Bytes at hand; they can be sent again.
  case bytes(Redacted<Data>)
  /// Parts that are asked for one after the other, as fast as the server takes them, until nil. They are
  /// asked for on the client's loop. An error cancels the request. With a length the server is told it;
  /// without one an HTTP/1.1 body is chunked.
  case stream(length: Int?, next: @Sendable () async throws -> [UInt8]?)
}
