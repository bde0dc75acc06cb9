package import EngineCore

/// Asks the backend for an account, under swop's own name.
package struct BackendClient: Sendable {
  /// The way out.
  private let transport: any HTTPTransport
  /// This swop's version, for the user agent.
  private let version: String

  /// A client that sends over `transport`, as swop in this version.
  package init(transport: any HTTPTransport, version: String) {
    self.transport = transport
    self.version = version
  }

  /// Sends one request with an account's credentials.
  package func get(
    _ url: String, _ credentials: Credentials, routing: WorkspaceRouting?, limit: Duration
  ) async throws(HTTPError) -> HTTPResponse {
    var headers = [
      HTTPField("Authorization", "Bearer " + credentials.accessToken.reveal()),
      HTTPField("User-Agent", "swop/" + version),
      HTTPField("Accept", "application/json"),
    ]
    if let accountID = credentials.accountID {
      headers.append(HTTPField("ChatGPT-Account-Id", accountID))
    }
    if let override = routing?.override {
      headers.append(HTTPField(WorkspaceRouting.headerName, override))
    }
    return try await transport.send(HTTPRequest(url: url, headers: headers, limit: limit))
  }

  /// The bytes of an answer: a quota or a routing holds no secret, but its error texts are not shown.
  package static func bytes(of response: HTTPResponse) -> Data { response.body.reveal() }
}
