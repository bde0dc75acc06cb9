import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP

@Suite("Sign-ins at tool servers, with the real codex")
struct SharingToolTests {
  @Test(
    "a sign-in at an MCP server belongs to the account that made it, though both know the server")
  func ownSignIn() async throws {
    let at = try await SharingHousehold()
    let tools = try await SharingToolServer.start()
    try at.share("config.toml", "[mcp_servers.remote]\nurl = \"\(tools.url)\"\n")

    try await signIn(at)
    let list = ["mcp", "list", "--json"]
    let (work, home) = (try await at.codex("work", list), try await at.codex("home", list))

    #expect(work.output.contains("\"o_auth\""), "\(work)")
    #expect(home.output.contains("\"not_logged_in\""), "\(home)")
    #expect(try at.files.status(at.own("work", ".credentials.json"))?.kind == .file)
    #expect(!at.files.exists(at.own("home", ".credentials.json")))
    #expect(!at.files.exists(at.shared(".credentials.json")))
    try at.expectOwnSignIns()
    await tools.stop()
  }

  /// Plays the browser that codex would open.
  private func signIn(_ at: SharingHousehold) async throws {
    let login = try at.house.runner.start(
      ProcessCommand(
        executable: try Program.swop,
        arguments: ["codex", "--account", "work", "mcp", "login", "remote"],
        environment: at.house.environment, directory: at.house.folder / "work"))
    var lines: [String] = []
    while let line = try await login.readLine() {
      lines.append(line)
      guard line.hasPrefix("http://") else { continue }
      let callback = try SharingToolServer.callback(of: line)
      _ = try await CurlTransport(client: HTTPClient(on: try EventLoop()))
        .send(HTTPRequest(url: callback))
    }
    await login.finish(grace: .seconds(10))
    try #require(lines.last?.hasPrefix("Successfully logged in") == true, "\(lines)")
  }
}

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
