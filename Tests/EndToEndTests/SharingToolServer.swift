import EngineCore
import EngineHTTP

/// An MCP server that wants a sign-in of its own, as far as `codex mcp login` asks for it.
struct SharingToolServer: Sendable {
  /// Its address for `config.toml`.
  let url: String
  private let http: HTTPServer

  /// Starts to serve on a free port.
  static func start() async throws -> SharingToolServer {
    let http = HTTPServer(on: try EventLoop()) { request, response in
      _ = try await request.collect()
      let (status, body) = answer(request.path, request.address.origin)
      try await response.send(
        status: status, headers: [HTTPField("content-type", "application/json")],
        body: Data(body.utf8))
    }
    let address = try await http.listen()
    return SharingToolServer(url: address.origin + "/mcp", http: http)
  }

  func stop() async { await http.stopNow() }

  /// Where a browser would be sent back to from the address that codex prints.
  static func callback(of authorization: String) throws -> String {
    guard let query = authorization.split(separator: "?").last else { throw NoCallback() }
    let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
    func value(_ name: String) throws -> Substring {
      guard let pair = pairs.first(where: { $0.first == name[...] && $0.count == 2 }) else {
        throw NoCallback()
      }
      return pair[1]
    }
    let target = try value("redirect_uri").replacing("%3A", with: ":").replacing("%2F", with: "/")
    return "\(target)?code=one&state=\(try value("state"))"
  }

  struct NoCallback: Error {}

  private static func answer(_ path: String, _ origin: String) -> (status: Int, body: String) {
    switch path {
    case "/.well-known/oauth-authorization-server/mcp":
      (
        200,
        """
        {"issuer": "\(origin)/mcp", "authorization_endpoint": "\(origin)/authorize",
         "token_endpoint": "\(origin)/token", "registration_endpoint": "\(origin)/register",
         "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"]}
        """
      )
    case "/register": (201, #"{"client_id": "one", "redirect_uris": []}"#)
    case "/token":
      (
        200,
        #"{"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r"}"#
      )
    case "/mcp": (401, #"{"error": "unauthorized"}"#)
    case _: (404, #"{"error": "not found"}"#)
    }
  }
}
