import EngineKernel

/// What is known beside the accounts themselves at one moment.
struct Knowledge: Sendable {
  /// The stored readings.
  let readings: [AccountID: StoredReading]
  /// Dead sign-ins and refusals.
  let conditions: [AccountID: AccountCondition]
  /// The default account.
  let defaultAccount: AccountID?
  /// Runs in progress, by account.
  let liveRuns: [AccountID: Int]
  /// The account of the last run.
  let lastUsed: AccountID?
}
