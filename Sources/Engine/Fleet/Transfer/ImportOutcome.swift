package import EngineCore

/// What became of every sign-in that was to be imported.
package struct ImportOutcome: Sendable {
  /// A sign-in that became an account.
  package struct Imported: Hashable, Sendable {
    /// The account.
    package let account: Account
    /// The file or folder it came from.
    package let source: FilePath
    /// Which program wrote it: `codex`, `cpa`, `codex-multi-auth`, `codex-switcher`, `opencode`, `swop`, or
    /// `older-swop` for an older tool's account that was taken over.
    package let origin: String
    /// Whether the original and the account now hold the same refresh token.
    package let isShared: Bool
    /// What the person should know of it, as sentences; nil if nothing.
    package let notice: String?

    /// A sign-in of its parts.
    package init(
      account: Account, source: FilePath, origin: String, isShared: Bool, notice: String? = nil
    ) {
      self.account = account
      self.source = source
      self.origin = origin
      self.isShared = isShared
      self.notice = notice
    }
  }

  /// A sign-in that did not become one.
  package struct Skipped: Hashable, Sendable {
    /// How people know it: an address, a name or a file.
    package let title: String
    /// The file or folder it came from.
    package let source: FilePath
    /// Why.
    package let reason: ErrorReport
    /// Whether that is a failure, and not only that it is there already.
    package let isFailure: Bool

    /// A sign-in of its parts.
    package init(title: String, source: FilePath, reason: ErrorReport, isFailure: Bool) {
      self.title = title
      self.source = source
      self.reason = reason
      self.isFailure = isFailure
    }
  }

  /// What became accounts, in the order of the files.
  package var imported: [Imported]
  /// What did not.
  package var skipped: [Skipped]

  /// An outcome of its parts.
  package init(imported: [Imported] = [], skipped: [Skipped] = []) {
    self.imported = imported
    self.skipped = skipped
  }
}
