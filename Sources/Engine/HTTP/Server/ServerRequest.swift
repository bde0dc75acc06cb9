package import EngineCore

/// A request that arrived, with its body as a stream. A class: whoever serves it passes it on and on.
package final class ServerRequest: Sendable {
  /// Its head.
  package let head: RequestHead
  /// Where it arrived, for servers that listen on several addresses.
  package let address: ServerAddress
  /// Who has the other end; `.unknown` where the settings do not ask for it.
  package let peer: ConnectionPeer
  private let connection: ServerConnection
  private let exchange: Int

  init(
    head: RequestHead, address: ServerAddress, peer: ConnectionPeer, connection: ServerConnection,
    exchange: Int
  ) {
    self.head = head
    self.address = address
    self.peer = peer
    self.connection = connection
    self.exchange = exchange
  }

  /// `GET`, `POST` and so on.
  package var method: String { head.method }
  /// What is asked for, as written.
  package var target: String { head.target }
  /// The path without the query, still percent-encoded.
  package var path: String { head.path }
  /// What follows the first `?`, nil without one.
  package var query: String? { head.query }
  /// The header fields in their order.
  package var headers: [HTTPField] { head.headers }

  /// Says that this request showed who sends it: from now on its connection gives way to no other.
  package func markProven() async { await connection.markProven(exchange: exchange) }

  /// The next part of the body, nil at its end. The client has to wait while nobody asks.
  ///
  /// - Throws: `HTTPServerError.bodyTooLarge`, `.malformed`, `.stalled`, `.clientLeft`, `.stopped`,
  ///   `.cancelled`.
  package func nextChunk() async throws(HTTPServerError) -> [UInt8]? {
    try await connection.nextChunk(of: exchange)
  }

  /// The whole body.
  ///
  /// - Parameter limit: How many bytes it may have.
  /// - Returns: Its bytes, none for a request without a body.
  /// - Throws: As `nextChunk`; `.bodyTooLarge` also for this limit.
  package func collect(limit: Int = 16 << 20) async throws(HTTPServerError) -> Data {
    var whole = Data()
    while let chunk = try await nextChunk() {
      guard whole.count + chunk.count <= limit else { throw .bodyTooLarge(limit: limit) }
      whole.append(contentsOf: chunk)
    }
    return whole
  }

  /// Returns when the client has closed the connection, or the calling task is cancelled, which
  /// happens to the handler's own task when the client leaves.
  package func whenClientLeaves() async {
    await connection.waitForEnd(of: exchange)
  }
}
