package import EngineCore

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
