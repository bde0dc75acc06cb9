package import EngineCore

/// A session without an id token: it says whose it is and what it can do only after it was renewed once,
/// which takes it away from the program that wrote it.
package struct PendingSession: Hashable, Sendable {
  /// Buys the first whole session.
  package let refreshToken: Redacted<String>
  /// The ChatGPT account that it is for, as far as its file says.
  package let accountID: String?
  /// Whose it is, as far as its access token says.
  package let identity: Identity?
  /// The person's address, as far as its access token says.
  package let email: String?

  /// A session of its parts.
  package init(
    refreshToken: Redacted<String>, accountID: String?, identity: Identity?, email: String? = nil
  ) {
    self.refreshToken = refreshToken
    self.accountID = accountID
    self.identity = identity
    self.email = email
  }

  /// The whole session after a renewal; nil if the answer leaves something out that codex needs.
  package func completed(by renewed: RenewedTokens, at now: Date) -> AuthFile? {
    guard let idToken = renewed.idToken, let accessToken = renewed.accessToken,
      let token = JSONWebToken(idToken)
    else { return nil }
    let tokens = AuthTokens(
      idToken: idToken, accessToken: accessToken,
      refreshToken: renewed.refreshToken ?? refreshToken,
      accountID: IdentityClaims(token).accountID ?? accountID)
    return AuthFile(tokens: tokens, at: now)
  }
}
