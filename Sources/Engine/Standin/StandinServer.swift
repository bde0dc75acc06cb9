package import EngineCore
package import EngineHTTP

/// The stand-in on two loopback ports: both serve everything, so that a client can have two origins.
///
/// codex wants the two base addresses to differ in origin; `codexArguments` give it the first port for
/// `chatgpt_base_url` and the second for `openai_base_url`.
package struct StandinServer: Sendable {
  /// What it serves; tests change and question it here.
  let standin: Standin
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
  var codexArguments: [String] {
    [
      "-c", "chatgpt_base_url=\"\(backendURL)\"", "-c", "openai_base_url=\"\(responsesURL)\"",
      "-c", "model_provider=\"openai\"",
    ]
  }

  /// Environment variables that keep codex's sign-in, refresh and revocation here, and a proxy of the
  /// machine out of the way.
  var codexEnvironment: [String: String] {
    [
      "CODEX_REFRESH_TOKEN_URL_OVERRIDE": tokenURL, "CODEX_REVOKE_TOKEN_URL_OVERRIDE": revokeURL,
      "CODEX_APP_SERVER_LOGIN_ISSUER": issuerURL, "NO_PROXY": "127.0.0.1,localhost,::1",
      "no_proxy": "127.0.0.1,localhost,::1",
    ]
  }
}

/// Carries out the stand-in's plan for one request.
struct StandinVisitor: Sendable {
  let standin: Standin
  let time: any TimeSource

  /// Serves a request from its body to the last byte of its answer.
  ///
  /// - Throws: `HTTPServerError` or `CancellationError` when the client leaves.
  func serve(_ request: ServerRequest, _ response: ServerResponse) async throws {
    let body = try await request.collect(limit: 64 << 20)
    let asked = StandinRequest(
      request.method, request.target, headers: request.headers, body: body)
    let exchange = await standin.receive(asked)
    do {
      try await perform(exchange, asked, request, response)
    } catch {
      await standin.end(exchange, as: .clientLeft)
      throw error
    }
  }

  private func perform(
    _ exchange: StandinState.Exchange, _ opening: StandinRequest, _ request: ServerRequest,
    _ response: ServerResponse
  ) async throws {
    let answer = exchange.answer
    if answer.status == 101 {
      await standin.end(exchange, as: .complete)
      let stream = try await response.upgrade(headers: answer.headers)
      return try await WebSocketConversation(
        standin: standin, time: time, opening: opening, stream: stream
      ).serve()
    }
    for step in answer.beforeHead {
      guard try await perform(step, exchange, request, response) else { return }
    }
    if let whole = answer.wholeBody {
      // The end is noted first: anyone who has the answer finds it in the log.
      await standin.end(exchange, as: .complete)
      let date = HTTPField("Date", await standin.dateText)
      return try await response.send(
        status: answer.status, headers: answer.headers + [date], body: whole)
    }
    try await response.begin(status: answer.status, headers: answer.headers)
    for (index, step) in answer.body.enumerated() {
      if index == answer.body.count - 1, case .bytes = step {
        await standin.end(exchange, as: .complete)
      }
      guard try await perform(step, exchange, request, response) else { return }
    }
    try await response.finish()
  }

  /// Carries out one step.
  ///
  /// - Returns: whether there is anything more to do.
  private func perform(
    _ step: StandinAnswer.Step, _ exchange: StandinState.Exchange, _ request: ServerRequest,
    _ response: ServerResponse
  ) async throws -> Bool {
    switch step {
    case .bytes(let data):
      try await response.write(data)
      return true
    case .pause(let milliseconds):
      try await time.sleep(for: .milliseconds(milliseconds))
      return true
    case .hang:
      await request.whenClientLeaves()
      await standin.end(exchange, as: .clientLeft)
    case .cut:
      await standin.end(exchange, as: .cut)
      await response.abort()
    }
    return false
  }
}
