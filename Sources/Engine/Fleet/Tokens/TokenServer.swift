import EngineCore

/// The server that renews tokens, spoken to as codex speaks to it.
struct TokenServer: Sendable {
  /// Why a sign-in is dead, by the server's word.
  enum Death: String, Hashable, Sendable {
    case expired = "refresh_token_expired"
    case reused = "refresh_token_reused"
    case revoked = "refresh_token_invalidated"
    /// 401 without a word that swop knows.
    case refused

    /// One clause for people.
    var clause: String {
      switch self {
      case .expired: "its refresh token has expired"
      case .reused: "its refresh token was already used elsewhere"
      case .revoked: "its refresh token was revoked"
      case .refused: "the server refused its refresh token"
      }
    }
  }

  /// What came of asking.
  enum Answer: Sendable {
    /// New tokens; the old refresh token is spent.
    case renewed(RenewedTokens)
    /// The sign-in is dead.
    case dead(Death)
    /// It failed; `mayBeSpent` says that the old refresh token may be spent all the same.
    case failed(detail: String, mayBeSpent: Bool)
  }

  /// The server that codex uses by itself.
  static let defaultBase = "https://auth.openai.com"
  /// Codex's own client id: the tokens were made for it.
  static let clientID = "app_EMoamEEZ73f0CkXaXp7hrann"
  /// How long a renewal may take.
  private static let limit = Duration.seconds(20)

  let base: String
  let transport: any HTTPTransport

  /// The server at `base`, an address without a path's closing slash.
  init(base: String = defaultBase, transport: any HTTPTransport) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.transport = transport
  }

  /// Spends a refresh token.
  func renew(with refreshToken: Redacted<String>) async -> Answer {
    let body: JSONValue = [
      "client_id": .string(Self.clientID), "grant_type": "refresh_token",
      "refresh_token": .string(refreshToken.reveal()),
    ]
    let request = HTTPRequest(
      method: "POST", url: base + "/oauth/token",
      headers: [
        HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", "swop"),
      ],
      body: Data(JSONWriter.line(body).utf8), limit: Self.limit)
    do {
      return Self.answer(from: try await transport.send(request))
    } catch {
      let detail = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
      return .failed(detail: detail, mayBeSpent: error.mayHaveHadEffect)
    }
  }

  /// What a response means.
  static func answer(from response: HTTPResponse) -> Answer {
    let body = response.body.reveal()
    if (200..<300).contains(response.status) {
      if let tokens = RenewedTokens(body: body) { return .renewed(tokens) }
      return .failed(detail: "the server answered without a token", mayBeSpent: true)
    }
    if let death = errorWord(in: body).flatMap({ Death(rawValue: $0) }), death != .refused {
      return .dead(death)
    }
    if response.status == 401 { return .dead(.refused) }
    return .failed(
      detail: "the server answered \(response.status)", mayBeSpent: response.status >= 500)
  }

  /// The server's word for an error, in the three places where codex looks for it.
  private static func errorWord(in body: Data) -> String? {
    guard let value = try? JSONReader.value(in: Array(body)) else { return nil }
    return value["error"]?["code"]?.text ?? value["error"]?.text ?? value["code"]?.text
  }
}

extension TokenServer {
  /// How long ending a session may take.
  private static let revokeLimit = Duration.seconds(10)

  /// Ends the session that a refresh token belongs to, as `codex logout` does.
  ///
  /// A redirect is not followed: the token is for this server alone.
  ///
  /// - Returns: Why the session may live on, as one clause; nil if the server said that it ended it.
  func revoke(_ refreshToken: Redacted<String>) async -> String? {
    let body: JSONValue = [
      "client_id": .string(Self.clientID), "token": .string(refreshToken.reveal()),
      "token_type_hint": "refresh_token",
    ]
    let request = HTTPRequest(
      method: "POST", url: base + "/oauth/revoke",
      headers: [HTTPField("Content-Type", "application/json")],
      body: Data(JSONWriter.line(body).utf8), limit: Self.revokeLimit)
    do {
      let status = try await transport.send(request).status
      return (200..<300).contains(status) ? nil : "the server answered \(status)"
    } catch {
      return error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    }
  }
}

extension TokenServer {
  /// How long the server may take to say whose a token is.
  private static let whoAmILimit = Duration.seconds(15)

  /// Why a personal access token cannot be used.
  enum AccessTokenFault: Error, Hashable {
    /// The server does not know it, or it has ended.
    case refused
    /// It could not be checked; `detail` is one clause.
    case notChecked(detail: String)
  }

  /// Whose a personal access token is: codex asks the same when it signs in with one.
  ///
  /// - Throws: `AccessTokenFault`.
  func owner(
    of token: Redacted<String>
  ) async throws(AccessTokenFault) -> IdentityClaims {
    let request = HTTPRequest(
      url: base + "/api/accounts/v1/user-auth-credential/whoami",
      headers: [
        HTTPField("Authorization", "Bearer " + token.reveal()),
        HTTPField("Accept", "application/json"), HTTPField("User-Agent", "swop"),
      ], limit: Self.whoAmILimit)
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      let text = error.message
      throw .notChecked(detail: text.hasSuffix(".") ? String(text.dropLast()) : text)
    }
    if response.status == 401 || response.status == 403 { throw .refused }
    guard response.status == 200 else {
      throw .notChecked(detail: "the server answered \(response.status)")
    }
    guard let answer = try? JSONReader.value(in: Array(response.body.reveal())),
      let claims = IdentityClaims(whoAmI: answer)
    else { throw .notChecked(detail: "the server does not say whose it is") }
    return claims
  }
}
