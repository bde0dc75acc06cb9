package import EngineCore

/// As whom, and where, requests go on.
package struct UpstreamIdentity: Sendable {
  /// The account.
  package let account: AccountID
  /// Its bearer token.
  package let bearer: Redacted<String>
  /// Its id at the backend, nil if it has none.
  package let accountID: Redacted<String>?
  /// The backend's base for it, `https://chatgpt.com/backend-api`, without a slash at its end.
  package let base: String
  /// The value of the routing header, nil for none.
  package let routingOverride: String?

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
  package var isSafe: Bool {
    if base.hasPrefix("https://") { return true }
    guard base.hasPrefix("http://") else { return false }
    return ClientCheck.isLoopback(String(base.dropFirst(7).prefix { $0 != "/" }))
  }
}
