/// What a request needs to speak for an account.
package struct Credentials: Hashable, Sendable {
  /// The bearer token.
  package let accessToken: Redacted<String>
  /// The ChatGPT account id for the request header; nil for an API key.
  package let accountID: String?
  /// When the token ends, nil if it does not say.
  package let expiresAt: Date?

  /// Credentials of their parts.
  package init(accessToken: Redacted<String>, accountID: String?, expiresAt: Date?) {
    self.accessToken = accessToken
    self.accountID = accountID
    self.expiresAt = expiresAt
  }
}
