package import EngineCore

/// What the pool has to offer one request at one moment.
package struct Outlook: Hashable, Sendable {
  /// The best account that has not failed the request, nil if there is none.
  package let next: AccountID?
  /// The account that the conversation is at home on, nil if it has none.
  package let owner: AccountID?
  /// Whether that account can serve now.
  package let ownerCanServe: Bool
  /// Whether the account of the last try may be tried again.
  package let currentCanServe: Bool
  /// When the first account that is out frees up, by the clock that never runs backwards; nil if that is
  /// unknown.
  package let soonest: Duration?
  /// Whether that account only rests because the server asked for it.
  package let isSoonestResting: Bool
  /// When the first account of the pool can be used again, nil if nobody knows.
  package let resetsAt: Date?
  /// Whether some account is only used up or refused, and not signed out.
  package let isSomeoneSignedIn: Bool
  /// Whether faults of the kind at hand are the backend's.
  package let isBackendDown: Bool

  /// An outlook of its parts.
  package init(
    next: AccountID? = nil, owner: AccountID? = nil, ownerCanServe: Bool = false,
    currentCanServe: Bool = false, soonest: Duration? = nil, isSoonestResting: Bool = false,
    resetsAt: Date? = nil,
    isSomeoneSignedIn: Bool = true, isBackendDown: Bool = false
  ) {
    self.next = next
    self.owner = owner
    self.ownerCanServe = ownerCanServe
    self.currentCanServe = currentCanServe
    self.soonest = soonest
    self.isSoonestResting = isSoonestResting
    self.resetsAt = resetsAt
    self.isSomeoneSignedIn = isSomeoneSignedIn
    self.isBackendDown = isBackendDown
  }
}
