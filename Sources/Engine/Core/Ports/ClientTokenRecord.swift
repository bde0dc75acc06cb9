/// One token of the proxy's clients as it is kept: its digest, never itself.
package struct ClientTokenRecord: Hashable, Sendable {
  /// The name under which it is listed and revoked.
  package let name: String
  /// The SHA-256 digest of the token, 64 hexadecimal digits.
  package let digest: String
  /// When it was made.
  package let createdAt: Date

  /// The only account that serves its requests, nil for the whole pool.
  package let account: AccountID?
  /// Whether a program in a container shows it, where users have other numbers than here.
  package let isForContainer: Bool

  /// A record of its parts.
  package init(
    name: String, digest: String, createdAt: Date, account: AccountID? = nil,
    isForContainer: Bool = false
  ) {
    self.name = name
    self.digest = digest
    self.createdAt = createdAt
    self.account = account
    self.isForContainer = isForContainer
  }
}
