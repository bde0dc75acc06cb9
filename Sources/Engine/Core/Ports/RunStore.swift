/// The registry of runs; it survives a crash of every process that writes it.
package protocol RunStore: Sendable {
  /// Registers a run before its process exists and gives it its number.
  func beginRun(_ make: @Sendable (RunID) -> RunRecord) throws(StoreError) -> RunRecord

  /// Notes the codex process of a run.
  func setProcess(_ process: ProcessIdentity, of run: RunID) throws(StoreError)

  /// Notes that a rotated run goes on with another account.
  func setAccount(_ account: AccountID, label: String, of run: RunID) throws(StoreError)

  /// Notes the end of a run; `end` is nil when nobody saw it. The first note counts.
  ///
  /// - Returns: Whether this was the first.
  @discardableResult
  func endRun(_ run: RunID, at: Date, end: ProcessEnd?) throws(StoreError) -> Bool

  /// Runs without a noted end, oldest first.
  func openRuns() throws(StoreError) -> [RunRecord]

  /// Runs that started since a time, newest first, `limit` at most.
  func runs(since: Date?, limit: Int) throws(StoreError) -> [RunRecord]
}
