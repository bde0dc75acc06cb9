/// Sums over everything the stand-in has seen since its start or its last reset.
package struct StandinCounters: Hashable, Sendable, Codable {
  /// Requests by endpoint, the admin's own left out.
  package var requests: [String: Int] = [:]
  /// Refreshes that succeeded, by account.
  package var refreshes: [String: Int] = [:]
  /// How often each refresh token was presented, by its hash; more than 1 is a reuse.
  package var refreshTokenUses: [String: Int] = [:]
  /// Refresh tokens presented after they had served.
  package var reuses = 0
  /// Requests to `oauth/revoke` that named a token of ours.
  package var revocations = 0
  /// Sign-ins completed, by account.
  package var signIns: [String: Int] = [:]
  /// Turns answered with a stream, by account.
  package var turns: [String: Int] = [:]
  /// Requests that carried the turn state of another account.
  package var foreignTurnStates = 0
  /// The most requests open at once, by endpoint.
  package var mostOpen: [String: Int] = [:]

  private enum CodingKeys: String, CodingKey {
    case requests, refreshes, reuses, revocations, turns
    case refreshTokenUses = "refresh_token_uses"
    case signIns = "sign_ins"
    case foreignTurnStates = "foreign_turn_states"
    case mostOpen = "most_open"
  }
}
