package import EngineCore

/// What matters of a request for deciding who serves it.
package struct RequestFacts: Hashable, Sendable {
  /// What is asked for.
  package enum Kind: Hashable, Sendable {
    /// A turn, a compaction or the list of models: any account may serve it.
    case model
    /// The same over WebSocket.
    case socket
    /// Something about an account: it is asked of one account, and what it says is passed on.
    case backend
  }

  /// What is asked for.
  package let kind: Kind
  /// The conversation, nil if the request names none.
  package let conversation: ConversationKey?
  /// The client: its requests without a conversation stay together.
  let client: String
  /// The model that is asked for, as far as it is known.
  package let model: String?
  /// Whether doing it twice does no harm.
  let isRepeatable: Bool
  /// Whether the client's token is part of the path: then codex would write the path down on a 403 or
  /// 404.
  package let hasTokenInPath: Bool
  /// The only account that may serve it, nil for any.
  package var only: AccountID?
  /// The run it belongs to, nil if it is not known.
  package var run: RunID?

  /// Facts of their parts.
  init(
    kind: Kind, conversation: ConversationKey? = nil, client: String,
    model: String? = nil, isRepeatable: Bool = true, hasTokenInPath: Bool = false
  ) {
    self.kind = kind
    self.conversation = conversation
    self.client = client
    self.model = model
    self.isRepeatable = isRepeatable
    self.hasTokenInPath = hasTokenInPath
  }
}

extension RequestFacts {
  /// The facts of a request for the backend.
  ///
  /// - Parameters:
  ///   - target: What its target asks for.
  ///   - method: Its method.
  ///   - headers: Its header fields.
  ///   - body: Its body if it has one that is not compressed.
  ///   - client: The name of the client's token.
  ///   - hasTokenInPath: Whether that token was part of the path.
  package init(
    target: ProxyTarget, method: String, headers: [HTTPField], body: ArraySlice<UInt8>? = nil,
    client: String, hasTokenInPath: Bool = false
  ) {
    let isUpgrade = headers.value(of: "upgrade")?.lowercased() == "websocket"
    let kind: Kind =
      switch target.kind {
      case .responses, .compact: isUpgrade ? .socket : .model
      case .models: .model
      case .backend, .accountsCheck, .token, .health, .metrics, .status: .backend
      }
    self.init(
      kind: kind, conversation: ConversationKey(headers: headers, body: body),
      client: client, model: Self.model(headers: headers, body: body),
      // A turn changes nothing at the backend until it is answered; other posts may.
      isRepeatable: kind != .backend || ["GET", "HEAD"].contains(method),
      hasTokenInPath: hasTokenInPath)
    run = target.run
  }

  /// The model that is asked for: codex names it in a header, because it compresses the body.
  private static func model(headers: [HTTPField], body: ArraySlice<UInt8>?) -> String? {
    let hint = headers.value(of: "x-codex-routing-hint") ?? ""
    let parts = hint.split { $0 == ";" || $0 == "," || $0 == " " }
    let named = parts.first { $0.hasPrefix("model=") }.map { String($0.dropFirst(6)) }
    let model =
      named
      ?? body.flatMap { TopLevelStrings.values(of: ["model"], in: $0, stopsEarly: true)["model"] }
    return model.flatMap { $0.isEmpty || $0.utf8.count > 100 ? nil : $0 }
  }
}
