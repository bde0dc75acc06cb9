package import EngineCore

/// Core's port over libcurl: one request, one whole answer.
package struct CurlTransport: HTTPTransport {
  private let client: HTTPClient

  /// A transport that sends through a client.
  package init(client: HTTPClient) {
    self.client = client
  }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let response = try await client.send(
      ClientRequest(
        method: request.method, url: request.url, headers: request.headers.reveal(),
        body: request.body.map { .bytes($0) } ?? .none, limits: ClientLimits(total: request.limit),
        // Asking twice changes nothing; anything else might have had its effect.
        isReplayable: ["GET", "HEAD"].contains(request.method)))
    let body = try await response.collect(limit: request.responseLimit)
    return HTTPResponse(status: response.status, headers: response.headers, body: body)
  }
}

extension HTTPClient {
  /// Core's port over this client, whose connections both use.
  package nonisolated var transport: any HTTPTransport { CurlTransport(client: self) }
}
