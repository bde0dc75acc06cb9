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
