/// Hands out valid credentials. Behind it stands the one refresher of each account.
package protocol CredentialSource: Sendable {
  /// Credentials that are valid now; refreshed ahead of expiry, tokens that codex rotated adopted.
  func credentials(for account: Account) async throws(CredentialError) -> Credentials

  /// Credentials after a server refused `refused` with 401: newer ones from disk if there are any,
  /// else refreshed once.
  func credentials(
    for account: Account, insteadOf refused: Credentials
  ) async throws(CredentialError) -> Credentials
}
