import EngineCore

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
  /// The rules by which codex would log accounts out where they are to run.
  var exclusions: [AccountID: ForcedSignIn.Rule] = [:]
}
