/// Hands out valid credentials. Behind it stands the one refresher of each account.
package protocol CredentialSource: Sendable {
  /// Credentials that are valid now; refreshed ahead of expiry, tokens that codex rotated adopted.
  func credentials(for account: Account) async throws(CredentialError) -> Credentials

  /// Credentials after a server refused `refused` with 401: newer ones from disk if there are any,
  /// else refreshed once.
  func credentials(
    for account: Account, insteadOf refused: Credentials
  ) async throws(CredentialError) -> Credentials

  /// Marks the sign-in that `refused` came from as dead, for every process: a server refused it although
  /// nothing newer could be had. Nothing happens if another sign-in has taken its place meanwhile.
  func markDead(_ account: Account, refused: Credentials) async
}
