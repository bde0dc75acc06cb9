package import EngineCore

/// The answer to a request: its head, and its body as a stream. The connection is closed at once when the
/// last copy of this value is gone before the end, or the task that waits for a part is cancelled.
package struct ClientResponse: Sendable {
  /// The status, 200 to 599.
  package let status: Int
  /// The header fields in their order; over HTTP/2 the names are in lower case.
  package let headers: [HTTPField]
  /// Whether it came over HTTP/2.
  let isHTTP2: Bool
  private let host: String
  private let handle: TransferHandle

  init(
    status: Int, headers: [HTTPField], isHTTP2: Bool, host: String, handle: TransferHandle
  ) {
    self.status = status
    self.headers = headers
    self.isHTTP2 = isHTTP2
    self.host = host
    self.handle = handle
  }

  /// The next part of the body, nil at its end. The server has to wait while no one asks.
  ///
  /// - Throws: `HTTPError`; after it the answer is over.
  func nextChunk() async throws(HTTPError) -> [UInt8]? {
    guard case .bytes(let bytes) = try await nextChunk(within: nil) else { return nil }
    return bytes
  }

  /// What comes next of the body within a time; a part that comes later is there for the next call.
  ///
  /// - Parameter limit: How long to wait, nil for as long as the request's own limits allow.
  /// - Returns: A part, the end, or that nothing came yet.
  /// - Throws: As `nextChunk`.
  package func nextChunk(within limit: Duration?) async throws(HTTPError) -> ClientChunk {
    try await handle.client.nextChunk(of: handle.id, within: limit)
  }

  /// The rest of the body.
  ///
  /// - Parameter limit: How many bytes it may have.
  /// - Returns: Its bytes.
  /// - Throws: `HTTPError`; `.tooLarge` for the limit, which closes the connection.
  func collect(limit: Int) async throws(HTTPError) -> Data {
    var whole = Data()
    while let chunk = try await nextChunk() {
      guard whole.count + chunk.count <= limit else {
        await cancel()
        throw .tooLarge(host: host)
      }
      whole.append(contentsOf: chunk)
    }
    return whole
  }

  /// Cuts the transfer now.
  func cancel() async {
    await handle.client.cancel(handle.id)
  }
}

/// What comes next of an answer's body.
package enum ClientChunk: Hashable, Sendable {
  /// A part of it.
  case bytes([UInt8])
  /// Its end.
  case end
  /// Nothing yet, for as long as was to be waited; the answer goes on.
  case late
}

/// Keeps a transfer wanted: when the last copy goes, the transfer is cut.
final class TransferHandle: Sendable {
  let client: HTTPClient
  let id: Int

  init(client: HTTPClient, id: Int) {
    self.client = client
    self.id = id
  }

  deinit {
    client.abandon(id)
  }
}
