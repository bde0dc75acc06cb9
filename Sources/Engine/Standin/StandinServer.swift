package import EngineCore
package import EngineHTTP

/// The stand-in on two loopback ports: both serve everything, so that a client can have two origins.
///
/// codex wants the two base addresses to differ in origin; `codexArguments` give it the first port for
/// `chatgpt_base_url` and the second for `openai_base_url`.
package struct StandinServer: Sendable {
  /// What it serves; tests change and question it here.
  package let standin: Standin
  /// The first address: `http://127.0.0.1:PORT`.
  package let origin: String
  /// The second one.
  package let secondOrigin: String
  private let http: HTTPServer

  /// Starts to serve.
  ///
  /// - Parameters:
  ///   - standin: what it serves.
  ///   - port: the first port; 0 lets the system choose. The second is always the system's choice.
  ///   - time: the clock that scripted pauses wait on.
  /// - Returns: The server, ready for requests.
  /// - Throws: `HTTPServerError.cannotListen` if the port is taken, `.noEventLoop`.
  package static func start(
    _ standin: Standin, port: UInt16 = 0, time: any TimeSource
  ) async throws(HTTPServerError) -> StandinServer {
    let http = HTTPServer(on: try EventLoop()) { request, response in
      try await StandinVisitor(standin: standin, time: time).serve(request, response)
    }
    let first = try await http.listen(on: .loopback(port: port))
    let second = try await http.listen()
    return StandinServer(
      standin: standin, origin: first.origin, secondOrigin: second.origin, http: http)
  }

  /// Stops; open requests are cut.
  package func stop() async { await http.stopNow() }
}

// MARK: - Addresses

extension StandinServer {
  /// The base address of the backend, for `chatgpt_base_url`.
  package var backendURL: String { origin + "/backend-api" }

  /// The base address of turns, for `openai_base_url`; of another origin than `backendURL`.
  package var responsesURL: String { secondOrigin + "/backend-api/codex" }

  /// The address of the sign-in server.
  package var issuerURL: String { origin }

  /// The address for refreshes.
  package var tokenURL: String { origin + "/oauth/token" }

  /// The address for revocations.
  package var revokeURL: String { origin + "/oauth/revoke" }

  /// The address of the admin requests.
  package var adminURL: String { origin + "/standin" }

  /// Arguments that send codex here.
  package var codexArguments: [String] {
    [
      "-c", "chatgpt_base_url=\"\(backendURL)\"", "-c", "openai_base_url=\"\(responsesURL)\"",
      "-c", "model_provider=\"openai\"",
    ]
  }

  /// Environment variables that keep codex's sign-in, refresh and revocation here, and a proxy of the
  /// machine out of the way.
  package var codexEnvironment: [String: String] {
    [
      "CODEX_REFRESH_TOKEN_URL_OVERRIDE": tokenURL, "CODEX_REVOKE_TOKEN_URL_OVERRIDE": revokeURL,
      "CODEX_APP_SERVER_LOGIN_ISSUER": issuerURL, "NO_PROXY": "127.0.0.1,localhost,::1",
      "no_proxy": "127.0.0.1,localhost,::1",
    ]
  }
}
