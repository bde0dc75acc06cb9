/// What swop learned about an account beside its quota: a dead sign-in, a refusal. It is stored, so
/// that every process knows it at once.
package struct AccountCondition: Hashable, Sendable, Codable {
  /// Since when the sign-in is known to be dead, nil while it is not.
  package var expiredSince: Date?
  /// Why the sign-in is dead, for people; never a server payload.
  package var expiredReason: String?
  /// The sign-in that was found dead, as a hash of its refresh token: a newer sign-in on disk makes
  /// the mark void.
  package var expiredCredential: String?
  /// Until when the server refuses the account; nil if it does not, or gave no time.
  package var blockedUntil: Date?
  /// Why the server refuses the account, nil if it does not.
  package var blockedReason: String?
  /// When the refusal was seen; nil where that was not noted.
  package var blockedAt: Date?
  /// The windows as they were known when it was seen.
  package var blockedWindows: [QuotaWindow]?

  /// An account about which nothing is known.
  package init(
    expiredSince: Date? = nil, expiredReason: String? = nil, expiredCredential: String? = nil,
    blockedUntil: Date? = nil, blockedReason: String? = nil, blockedAt: Date? = nil,
    blockedWindows: [QuotaWindow]? = nil
  ) {
    self.expiredSince = expiredSince
    self.expiredReason = expiredReason
    self.expiredCredential = expiredCredential
    self.blockedUntil = blockedUntil
    self.blockedReason = blockedReason
    self.blockedAt = blockedAt
    self.blockedWindows = blockedWindows
  }

  /// Whether the sign-in is dead.
  package var isExpired: Bool { expiredSince != nil }
}
