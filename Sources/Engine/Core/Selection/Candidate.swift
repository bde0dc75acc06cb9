/// Everything that automatic choice may look at about one account.
package struct Candidate: Hashable, Sendable, Identifiable {
  /// The account.
  package var id: AccountID
  /// Its label, which breaks ties.
  package var label: String
  /// Whether the user left it switched on.
  package var isEnabled: Bool
  /// Whether the sign-in is dead. This alone counts: the mark in `condition` is void once a newer
  /// sign-in is on disk, which only the caller can see.
  package var isExpired: Bool
  /// Why its sign-in cannot be read, as a clause that names what denies it; nil if it can be.
  package var signInFault: String?
  /// Whether it is paid by API key and has no windows.
  package var isAPIKey: Bool
  /// Why codex would log it out where it is to run, one clause; nil if it would not.
  package var exclusion: String?
  /// The last good reading.
  package var reading: QuotaReading?
  /// What the server refused lately.
  package var condition: AccountCondition
  /// Until when it rests after transient errors, nil if it does not: it is then taken only if no other
  /// can be used.
  package var coolingUntil: Date?
  /// Percent of every window to leave for the user, 0 to 100.
  package var reservePercent: Double
  /// What the user notes about it.
  package var preference: Preference
  /// Runs in progress on it.
  package var liveRuns: Int

  /// A candidate of its parts.
  package init(
    id: AccountID, label: String, isEnabled: Bool = true, isExpired: Bool = false,
    signInFault: String? = nil, isAPIKey: Bool = false, exclusion: String? = nil,
    reading: QuotaReading? = nil,
    condition: AccountCondition = AccountCondition(), coolingUntil: Date? = nil,
    reservePercent: Double = 0, preference: Preference = .neutral, liveRuns: Int = 0
  ) {
    self.id = id
    self.label = label
    self.isEnabled = isEnabled
    self.isExpired = isExpired
    self.signInFault = signInFault
    self.isAPIKey = isAPIKey
    self.exclusion = exclusion
    self.reading = reading
    self.condition = condition
    self.coolingUntil = coolingUntil
    self.reservePercent = reservePercent
    self.preference = preference
    self.liveRuns = liveRuns
  }
}
