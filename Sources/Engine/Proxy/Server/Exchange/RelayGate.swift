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

/// Sends what the proxy answers itself.
struct LocalAnswers: Sendable {
  /// Where to.
  let response: ServerResponse
  /// Whether the client's token is part of the path: codex would write the path down on a 403 or 404.
  let hasTokenInPath: Bool

  /// Sends an error.
  func send(_ answer: LocalAnswer) async throws(HTTPServerError) {
    let isTelltale = hasTokenInPath && [403, 404].contains(answer.status)
    try await response.send(
      status: isTelltale ? 400 : answer.status, headers: answer.headers,
      body: Array(answer.body.utf8))
  }

  /// Sends JSON.
  func send(json: JSONValue) async throws(HTTPServerError) {
    try await response.send(
      status: 200, headers: [HTTPField("content-type", "application/json")],
      body: Array((JSONWriter.line(json) + "\n").utf8))
  }

  /// Sends Prometheus text.
  func send(metrics: String) async throws(HTTPServerError) {
    try await response.send(
      status: 200, headers: [HTTPField("content-type", "text/plain; version=0.0.4")],
      body: Array(metrics.utf8))
  }
}

/// What codex is told of the pool's own workspace, when it asks before its first turn.
enum PoolWorkspace {
  /// An origin that leads nowhere (RFC 6761). codex goes to the named origin when both of its base
  /// addresses have one origin, and would carry the pool's token past the proxy; so it must not exist.
  static let origin = "https://pool.invalid"
  /// The account of a client that names none.
  private static let defaultAccount = "pool"

  /// The answer to `wham/accounts/check`: one account, the one that the client names, bound to nothing.
  static func answer(to headers: [HTTPField]) -> JSONValue {
    let named = headers.value(of: "chatgpt-account-id").map { PrintableText.shortened($0, to: 100) }
    let id = JSONValue.string(named.flatMap { $0.isEmpty ? nil : $0 } ?? defaultAccount)
    return [
      "accounts": [
        [
          "id": id, "plan_type": "pro", "structure": "personal",
          "workspace_backend_origin": .string(origin),
          "account_routing_override": "NO_CONSTRAINT",
        ]
      ],
      "account_ordering": [id], "default_account_id": id,
    ]
  }
}

/// Which users the proxy serves: the one it belongs to. A token that another user got hold of is of no use
/// to that user. Pure.
enum PeerRule {
  /// Whether a client may be served.
  ///
  /// - Parameters:
  ///   - client: the client whose token was shown, nil for none.
  ///   - peer: who has the other end of its connection.
  ///   - address: where it came in.
  /// - Returns: Whether it may.
  static func admits(
    _ client: ProxyClient?, from peer: ConnectionPeer, over address: ServerAddress
  ) -> Bool {
    switch peer {
    // Root can read every file and every process of the user anyway.
    case .sameUser, .root: return true
    // What the system does not tell is not trusted: else making it silent would be the way in.
    case .otherUser, .gone, .unknown:
      guard case .unixSocket = address else { return false }
      // The user of a container's program has another number here. The socket is in a folder that only its
      // owner may open, and is mounted into containers that the owner made.
      return client?.isInContainer ?? false
    }
  }
}

/// What becomes of an open WebSocket when tokens or accounts change. Pure.
enum OpenSocketRule {
  /// The three ways.
  enum Fate: Hashable {
    /// It goes on.
    case stay
    /// It ends at once if no turn runs, else with its turn.
    case endAfterTurn
    /// It ends now.
    case endNow
  }

  /// The fate of one.
  ///
  /// - Parameters:
  ///   - isClientKnown: whether its token is still good.
  ///   - account: its account: nil for none yet, `.some(nil)` for one that was removed.
  /// - Returns: What becomes of it.
  static func fate(isClientKnown: Bool, account: Candidate??) -> Fate {
    switch account {
    case .some(.none): .endNow
    case .some(.some(let account)) where !account.isEnabled || account.isExpired: .endAfterTurn
    case .some(.some), .none: isClientKnown ? .stay : .endAfterTurn
    }
  }
}
