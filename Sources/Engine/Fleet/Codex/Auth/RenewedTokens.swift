package import EngineCore

/// What a token server answered; what it left out stays as it was.
package struct RenewedTokens: Hashable, Sendable {
  /// The new id token, nil if the answer has none.
  package let idToken: Redacted<String>?
  /// The new access token, nil if the answer has none.
  package let accessToken: Redacted<String>?
  /// The next refresh token, nil if the old one stays good.
  package let refreshToken: Redacted<String>?

  /// Renewed tokens of their parts.
  package init(
    idToken: Redacted<String>?, accessToken: Redacted<String>?, refreshToken: Redacted<String>?
  ) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
  }

  /// Reads the body of a 200 answer; nil unless it is a JSON object with at least one usable token.
  package init?(body: Data) {
    guard let answer = try? JSONReader.value(in: Array(body)) else { return nil }
    func token(_ name: String) -> Redacted<String>? {
      guard let text = answer[name]?.text, !text.isEmpty else { return nil }
      return Redacted(text)
    }
    let idToken = token("id_token").flatMap { JSONWebToken($0) == nil ? nil : $0 }
    self.init(
      idToken: idToken, accessToken: token("access_token"), refreshToken: token("refresh_token"))
    if self.accessToken == nil && refreshToken == nil { return nil }
  }
}
