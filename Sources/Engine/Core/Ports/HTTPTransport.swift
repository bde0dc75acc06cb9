/// One request out, one whole answer back. Streams that must not be held in memory use EngineHTTP's
/// client itself.
package protocol HTTPTransport: Sendable {
  /// Sends a request and waits for the whole answer. Any status is an answer, not an error.
  ///
  /// - Throws: `HTTPError` when no complete answer arrived.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
