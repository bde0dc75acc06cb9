/// Keeps the last good reading of every account, the last failure, and the hourly history.
package protocol ReadingStore: Sendable {
  /// The last good reading and the last failure since, of every account.
  func readings() throws(StoreError) -> [AccountID: StoredReading]

  /// Keeps a reading unless a newer one is stored, adds it to the history, clears the failure unless
  /// that is newer.
  func store(_ reading: QuotaReading, for account: AccountID) throws(StoreError)

  /// Keeps a failure beside the last good reading, unless that is newer.
  func storeFailure(_ error: ErrorReport, at: Date, for account: AccountID) throws(StoreError)

  /// The history of one account's window since a time, one sample an hour, oldest first.
  func history(
    of account: AccountID, windowSeconds: Int, since: Date
  ) throws(StoreError) -> [UsageSample]

  /// Forgets readings, failures and history of an account.
  func forgetReadings(of account: AccountID) throws(StoreError)
}

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

/// One hour's last reading of one window.
package struct UsageSample: Hashable, Sendable {
  /// When it was read.
  let at: Date
  /// Percent left, 0 to 100.
  let leftPercent: Double
  /// When the window ends, nil if unknown.
  let resetsAt: Date?

  /// A sample of its parts.
  package init(at: Date, leftPercent: Double, resetsAt: Date?) {
    self.at = at
    self.leftPercent = leftPercent
    self.resetsAt = resetsAt
  }
}
