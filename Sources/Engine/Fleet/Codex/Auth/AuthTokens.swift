package import EngineCore

/// The tokens of a ChatGPT session.
package struct AuthTokens: Hashable, Sendable {
  /// Says who signed in; a JSON web token.
  package let idToken: Redacted<String>
  /// What requests carry; a JSON web token, or opaque.
  package let accessToken: Redacted<String>
  /// Buys the next tokens, once; may be empty, and then nothing can be renewed.
  package let refreshToken: Redacted<String>
  /// The ChatGPT account id for the request header.
  package let accountID: String?

  /// Tokens of their parts.
  package init(
    idToken: Redacted<String>, accessToken: Redacted<String>, refreshToken: Redacted<String>,
    accountID: String?
  ) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.accountID = accountID
  }

  /// Whether the session can be renewed.
  package var canRefresh: Bool { !refreshToken.reveal().isEmpty }
}
