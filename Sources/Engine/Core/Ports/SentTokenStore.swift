/// What became of a refresh token that an import sent to the server.
package enum SentToken: Hashable, Sendable {
  /// It was sent, and the sender ended before the answer came.
  case unanswered
  /// It was used up for a new session, which became this account; nil if none is known.
  case used(AccountID?)
  /// The server refused it; one clause says why.
  case refused(String)
  /// It may be used up; one clause says what happened.
  case uncertain(String)
}

/// Remembers refresh tokens that were sent to the server, by their digests: each is good once, and sending
/// one again can sign the account out everywhere.
package protocol SentTokenStore: Sendable {
  /// What became of a token; nil if it was never sent.
  func sentToken(_ digest: String) throws(StoreError) -> SentToken?

  /// Notes that a token is about to be sent. Of several processes only one may.
  ///
  /// - Returns: Whether the caller may send it, because it was never sent before.
  func claimToken(_ digest: String, at now: Date) throws(StoreError) -> Bool

  /// Notes what became of a token; nil forgets one that is still good.
  func settleToken(_ digest: String, _ outcome: SentToken?) throws(StoreError)
}
