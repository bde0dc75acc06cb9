/// What is stored about an account's quota.
package struct StoredReading: Hashable, Sendable {
  /// The last good reading.
  package var reading: QuotaReading?
  /// The failure of the last attempt, nil if it succeeded.
  package var failure: ErrorReport?
  /// When that attempt failed.
  package var failedAt: Date?

  /// A stored reading of its parts.
  package init(reading: QuotaReading? = nil, failure: ErrorReport? = nil, failedAt: Date? = nil) {
    self.reading = reading
    self.failure = failure
    self.failedAt = failedAt
  }
}
