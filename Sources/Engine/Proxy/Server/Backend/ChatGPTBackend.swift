package import EngineCore

/// The backend that quota and workspace routing are asked of.
package struct ChatGPTBackend: Hashable, Sendable {
  /// The address that codex uses by itself.
  static let standardBase = "https://chatgpt.com/backend-api"

  /// The address that paths are put behind, without a closing slash.
  let base: String
  /// Whether the user named another address: then requests stay on it, whatever routing names.
  let isOverridden: Bool

  /// The usual backend, or the one that `override` names: the value of `SWOP_CHATGPT_BASE_URL`,
  /// checked where it was read. Empty counts as not set.
  package init(override: String? = nil) {
    var text = Substring(override ?? "")
    while text.hasSuffix("/") { text.removeLast() }
    isOverridden = !text.isEmpty
    base = text.isEmpty ? Self.standardBase : String(text)
  }

  /// The address of `path` for an account whose workspace may live at an origin of its own.
  package func url(of path: String, routing: WorkspaceRouting?) -> String {
    base(routing: routing) + path
  }

  /// The address that paths are put behind for such an account.
  func base(routing: WorkspaceRouting?) -> String {
    guard !isOverridden, let origin = routing?.origin else { return base }
    return origin + basePath
  }

  /// What follows the origin in `base`.
  private var basePath: Substring {
    guard let scheme = base.firstRange(of: "://") else { return "" }
    let rest = base[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
  }
}

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
