package import EngineCore

/// A client's request head made an account's: what proves who asks is the account's, what belongs to
/// the connection is gone, everything else is as it came, in its order. Nothing is added that codex
/// would not send.
package enum RequestRewrite {
  /// Fields that belong to one connection (RFC 9110, 7.6.1), or that the sending side writes itself.
  private static let connectionFields = [
    "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization",
    "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "expect",
  ]
  /// Fields that say who asks; the account's own take their place.
  private static let identityFields = [
    "authorization", "x-api-key", "chatgpt-account-id", "x-openai-account-routing-override",
  ]

  /// The fields of a request as an account sends it. Fields of the WebSocket's handshake go with the
  /// connection and are the caller's: they come in `further`.
  package static func headers(
    _ headers: [HTTPField], as identity: UpstreamIdentity, adding further: [HTTPField] = [],
    turnStates: TurnStates, at now: Date
  ) -> Redacted<[HTTPField]> {
    let named = listed(in: headers)
    var result: [HTTPField] = []
    var isProven = false
    for field in headers {
      if isOfConnection(field, listed: named) || isHandshake(field) { continue }
      if identityFields.contains(where: field.isNamed) {
        // The proof stands where the client's stood: the order of fields stays codex's own.
        if !isProven { result += proof(of: identity) }
        isProven = true
        continue
      }
      if field.isNamed(TurnStates.headerName),
        !turnStates.belongs(field.value, to: identity.account, at: now)
      {
        continue
      }
      result.append(field)
    }
    return Redacted((isProven ? result : proof(of: identity) + result) + further)
  }

  /// The fields of an answer as the client gets them: without those of the upstream's connection.
  package static func answerHeaders(_ headers: [HTTPField]) -> [HTTPField] {
    let named = listed(in: headers)
    return headers.filter { !isOfConnection($0, listed: named) || $0.isNamed("content-length") }
  }

  /// The address of a target for an account; nil where its token must not go.
  package static func address(of target: ProxyTarget, for identity: UpstreamIdentity) -> String? {
    guard identity.isSafe, target.path.hasPrefix("/") else { return nil }
    return identity.base + target.path
  }

  private static func proof(of identity: UpstreamIdentity) -> [HTTPField] {
    var fields = [HTTPField("authorization", "Bearer " + identity.bearer.reveal())]
    if let id = identity.accountID { fields.append(HTTPField("chatgpt-account-id", id.reveal())) }
    if let override = identity.routingOverride {
      fields.append(HTTPField("x-openai-account-routing-override", override))
    }
    return fields
  }

  /// The fields that `Connection` lists as its own. Who lists the proof of identity changes nothing:
  /// that is replaced before.
  private static func listed(in headers: [HTTPField]) -> [String] {
    headers.filter { $0.isNamed("connection") }
      .flatMap { $0.value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" } }
      .map(String.init).filter { !identityFields.contains($0) }
  }

  private static func isOfConnection(_ field: HTTPField, listed: [String]) -> Bool {
    connectionFields.contains(where: field.isNamed) || listed.contains(where: field.isNamed)
  }

  private static func isHandshake(_ field: HTTPField) -> Bool {
    let prefix = "sec-websocket-"
    return field.name.utf8.count >= prefix.utf8.count && field.name.lowercased().hasPrefix(prefix)
  }
}

/// As whom, and where, requests go on.
package struct UpstreamIdentity: Sendable {
  /// The account.
  let account: AccountID
  /// Its bearer token.
  let bearer: Redacted<String>
  /// Its id at the backend, nil if it has none.
  let accountID: Redacted<String>?
  /// The backend's base for it, `https://chatgpt.com/backend-api`, without a slash at its end.
  let base: String
  /// The value of the routing header, nil for none.
  let routingOverride: String?

  /// An identity of its parts.
  package init(
    account: AccountID, bearer: Redacted<String>, accountID: Redacted<String>?, base: String,
    routingOverride: String? = nil
  ) {
    self.account = account
    self.bearer = bearer
    self.accountID = accountID
    self.base = base
    self.routingOverride = routingOverride
  }

  /// Whether a token may be sent there: over https, or to this machine.
  var isSafe: Bool {
    if base.hasPrefix("https://") { return true }
    guard base.hasPrefix("http://") else { return false }
    return ClientCheck.isLoopback(String(base.dropFirst(7).prefix { $0 != "/" }))
  }
}
