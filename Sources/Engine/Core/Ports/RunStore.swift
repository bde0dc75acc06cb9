/// The registry of runs; it survives a crash of every process that writes it.
package protocol RunStore: Sendable {
  /// Registers a run before its process exists and gives it its number.
  func beginRun(_ make: @Sendable (RunID) -> RunRecord) throws(StoreError) -> RunRecord

  /// Notes the codex process of a run.
  func setProcess(_ process: ProcessIdentity, of run: RunID) throws(StoreError)

  /// Notes that a rotated run goes on with another account.
  func setAccount(_ account: AccountID, label: String, of run: RunID) throws(StoreError)

  /// Notes the end of a run; `end` is nil when no one saw it. The first note counts.
  ///
  /// - Returns: Whether this was the first.
  @discardableResult
  func endRun(_ run: RunID, at: Date, end: ProcessEnd?) throws(StoreError) -> Bool

  /// Runs without a noted end, oldest first.
  func openRuns() throws(StoreError) -> [RunRecord]

  /// Runs that started since a time, newest first, `limit` at most.
  func runs(since: Date?, limit: Int) throws(StoreError) -> [RunRecord]
}

/// One codex process that swop started, while it lives and afterwards.
package struct RunRecord: Hashable, Sendable {
  /// Its identity.
  package let id: RunID
  /// The account it runs on.
  package let account: AccountID
  /// The account's label when the run started: history stays readable after a removal.
  package let label: String
  /// The codex process; nil until it has started.
  package var process: ProcessIdentity?
  /// The swop process that waits for it.
  package let owner: ProcessIdentity
  /// Where it runs.
  package let directory: FilePath
  /// The codex subcommand, for people; arguments are not stored, they may hold secrets.
  package let subcommand: String?
  /// The codex version, if known.
  package let codexVersion: String?
  /// Whether it went through the rotation proxy.
  package let isRotated: Bool
  /// When it started.
  package let startedAt: Date
  /// When it ended, or when its end was noticed if no one saw it; nil while it lives.
  package var endedAt: Date?
  /// Its end; nil while it lives, and for a run whose end no one saw.
  package var end: ProcessEnd?

  /// A run with everything known of it.
  package init(
    id: RunID, account: AccountID, label: String, process: ProcessIdentity? = nil,
    owner: ProcessIdentity, directory: FilePath, subcommand: String?, codexVersion: String?,
    isRotated: Bool = false, startedAt: Date, endedAt: Date? = nil, end: ProcessEnd? = nil
  ) {
    self.id = id
    self.account = account
    self.label = label
    self.process = process
    self.owner = owner
    self.directory = directory
    self.subcommand = subcommand
    self.codexVersion = codexVersion
    self.isRotated = isRotated
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.end = end
  }
}

/// The identity of one run: one codex process started by swop.
package struct RunID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Grows with every run on this machine's root.
  package let number: Int64

  /// A run's identity as stored.
  package init(_ number: Int64) {
    self.number = number
  }

  package var description: String { String(number) }
}
