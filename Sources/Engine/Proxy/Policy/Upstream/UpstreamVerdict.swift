/// What the outcome of a try means for the request and for the account.
package enum UpstreamVerdict: Hashable, Sendable {
  /// It streams, or a WebSocket is open.
  case serving
  /// The stream ended as it should: only this counts as success.
  case succeeded
  /// The account's quota is used up.
  case usageLimit(UsageLimit)
  /// Too much at once; wait so long, nil if nothing was said.
  case throttled(Duration?)
  /// The token was refused.
  case unauthorized
  /// The token cannot be renewed; `isDead` if it never will be.
  case tokenUnavailable(isDead: Bool)
  /// The account is refused.
  case refused(AccountRefusal)
  /// The request itself is wrong; another account would say the same.
  case clientFault(status: Int)
  /// The conversation's encrypted history belongs to another account's organization.
  case foreignHistory
  /// The backend, or the way to it, is in trouble.
  case serverFault(ServerFault)
  /// A kept connection had died; nothing of an answer was seen.
  case staleConnection
  /// The WebSocket is not to be had here.
  case upgradeRefused
  /// The stream stopped.
  case stalled
  /// The stream broke off.
  case cut
}
