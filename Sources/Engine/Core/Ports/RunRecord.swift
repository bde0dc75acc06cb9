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
  /// When it ended, or when its end was noticed if nobody saw it; nil while it lives.
  package var endedAt: Date?
  /// Its end; nil while it lives, and for a run whose end nobody saw.
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
