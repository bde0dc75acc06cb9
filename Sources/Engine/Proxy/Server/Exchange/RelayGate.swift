import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// The way in: who asks, and who answers. Nothing is read or routed before the client is known.
struct RelayGate: Sendable {
  let tools: RelayTools
  let clients: any ClientTokenSource
  /// The proxy's state.
  let status: @Sendable () async -> ProxyStatus

  /// Serves one request.
  ///
  /// - Throws: `HTTPServerError`, `CancellationError`: the client left.
  func serve(_ request: ServerRequest, _ response: ServerResponse) async throws {
    let credential = ClientCredential(target: request.target, headers: request.headers)
    let answers = LocalAnswers(response: response, hasTokenInPath: credential.isInPath)
    guard ClientCheck.refusal(of: request.headers) == nil else {
      return try await answers.send(.foreignClient)
    }
    let client = credential.token.flatMap { clients.client(showing: $0) }
    guard PeerRule.admits(client, from: request.peer, over: request.address) else {
      return try await answers.send(.otherUser)
    }
    guard let client else { return try await answers.send(.tokenNeeded) }
    await request.markProven()
    guard let target = credential.proxyTarget else { return try await answers.send(.notFound) }
    switch target.kind {
    case .health: try await answers.send(json: ["status": "ok"])
    case .metrics: try await answers.send(metrics: ProxyMetrics.text(of: await status()))
    case .status: try await answers.send(json: await status().json)
    case .token: try await answers.send(json: [:])
    case .accountsCheck: try await answers.send(json: PoolWorkspace.answer(to: request.headers))
    case .responses, .compact, .models, .backend:
      try await relay(
        request, response, target, client: client, hasTokenInPath: credential.isInPath)
    }
  }

  private func relay(
    _ request: ServerRequest, _ response: ServerResponse, _ target: ProxyTarget,
    client: ProxyClient,
    hasTokenInPath: Bool
  ) async throws {
    let answers = LocalAnswers(response: response, hasTokenInPath: hasTokenInPath)
    if request.headers.value(of: "upgrade")?.lowercased() == "websocket" {
      return try await upgrade(
        request, response, target, client: client, hasTokenInPath: hasTokenInPath)
    }
    let body: KeptBody?
    do throws(HTTPServerError) {
      body = try await KeptBody.read(request, room: tools.room)
    } catch {
      guard case .bodyTooLarge = error else { throw error }
      return try await answers.send(.tooLarge)
    }
    guard let body else { return try await answers.send(.noRoom) }
    let isCompressed = request.headers.value(of: "content-encoding") != nil
    var facts = RequestFacts(
      target: target, method: request.method, headers: request.headers,
      body: isCompressed ? nil : body.bytes[...], client: client.name,
      hasTokenInPath: hasTokenInPath)
    facts.only = client.account
    try await RelayExchange(
      tools: tools, request: request, response: response, target: target, facts: facts, body: body
    ).serve()
  }

  /// A WebSocket for turns; for anything else there is none.
  private func upgrade(
    _ request: ServerRequest, _ response: ServerResponse, _ target: ProxyTarget,
    client: ProxyClient,
    hasTokenInPath: Bool
  ) async throws {
    var facts = RequestFacts(
      target: target, method: request.method, headers: request.headers, client: client.name,
      hasTokenInPath: hasTokenInPath)
    facts.only = client.account
    guard facts.kind == .socket, request.method == "GET",
      request.headers.value(of: "sec-websocket-key") != nil
    else {
      return try await LocalAnswers(response: response, hasTokenInPath: hasTokenInPath)
        .send(.upgradeRequired)
    }
    try await SocketExchange(
      tools: tools, request: request, response: response, target: target, facts: facts,
      client: client
    ).serve()
  }
}
