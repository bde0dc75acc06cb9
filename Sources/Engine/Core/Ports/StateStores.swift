/// Small values that can be found out again: binary checks, workspace routing.
package protocol ValueCache: Sendable {
  /// A value stored under a name, unless it is older than `maximumAge` seconds.
  func cached(_ name: String, maximumAge: Double?, now: Date) throws(StoreError) -> String?

  /// Stores a value; nil forgets it.
  func setCached(_ name: String, _ value: String?, now: Date) throws(StoreError)
}

/// Keeps what the user chose by command: the default account.
package protocol ChoiceStore: Sendable {
  /// The default account, nil if none is chosen.
  func defaultAccount() throws(StoreError) -> AccountID?

  /// Chooses or clears the default account.
  func setDefaultAccount(_ account: AccountID?) throws(StoreError)
}

/// Keeps what is known of accounts beside their quota.
package protocol ConditionStore: Sendable {
  /// The conditions of every account that has one.
  func conditions() throws(StoreError) -> [AccountID: AccountCondition]

  /// Changes the condition of an account in one transaction.
  func updateCondition(
    of account: AccountID, _ change: @Sendable (inout AccountCondition) -> Void
  ) throws(StoreError)
}

/// Keeps what survives a restart of a screen, apart from the settings that people edit.
package protocol ScreenStore: Sendable {
  /// What a screen of this name has stored, nil for nothing.
  func screen(_ name: String) throws(StoreError) -> String?

  /// Stores it.
  func setScreen(_ name: String, _ body: String) throws(StoreError)
}

/// Sees to it that of all processes that observe the same thing one tells it.
package protocol NoticeStore: Sendable {
  /// Takes the right to tell something.
  ///
  /// - Parameters:
  ///   - name: what is to be told; the same thing has the same name in every process.
  ///   - seconds: how long the right is not given out again.
  ///   - now: the moment.
  /// - Returns: Whether this process got it.
  /// - Throws: `StoreError`.
  func claimNotice(
    _ name: String, for seconds: Double, now: Date
  ) throws(StoreError) -> Bool

  /// Takes a claim away, so that the next occasion is told again.
  ///
  /// - Returns: Whether there was one; of several processes one gets true.
  @discardableResult
  func releaseNotice(_ name: String) throws(StoreError) -> Bool
}

/// Keeps the digests of the tokens that clients of the proxy show.
package protocol ClientTokenStore: Sendable {
  /// All of them, sorted by name.
  func clientTokens() throws(StoreError) -> [ClientTokenRecord]

  /// Keeps one.
  ///
  /// - Parameters:
  ///   - token: what to keep.
  ///   - replacing: whether it takes the place of one of the same name.
  /// - Returns: Whether it is kept now; false if the name is taken.
  /// - Throws: `StoreError` if the database cannot be written.
  @discardableResult
  func keepClientToken(_ token: ClientTokenRecord, replacing: Bool) throws(StoreError) -> Bool

  /// Forgets one. Anyone who shows it is turned away from now on.
  ///
  /// - Returns: Whether there was one of this name.
  @discardableResult
  func forgetClientToken(named name: String) throws(StoreError) -> Bool
}

/// One token of the proxy's clients as it is kept: its digest, never itself.
package struct ClientTokenRecord: Hashable, Sendable {
  /// The name under which it is listed and revoked.
  package let name: String
  /// The SHA-256 digest of the token, 64 hexadecimal digits.
  package let digest: String
  /// When it was made.
  package let createdAt: Date

  /// The only account that serves its requests, nil for the whole pool.
  package let account: AccountID?
  /// Whether a program in a container shows it, where users have other numbers than here.
  package let isForContainer: Bool

  /// A record of its parts.
  package init(
    name: String, digest: String, createdAt: Date, account: AccountID? = nil,
    isForContainer: Bool = false
  ) {
    self.name = name
    self.digest = digest
    self.createdAt = createdAt
    self.account = account
    self.isForContainer = isForContainer
  }
}

/// Keeps what directories say about the runs that start in them.
package protocol ProjectStore: Sendable {
  /// Every binding, by place.
  func projectBindings() throws(StoreError) -> [ProjectBinding]

  /// Binds a place; nil frees it.
  ///
  /// - Returns: Whether the place was bound before.
  @discardableResult
  func setProjectChoice(
    _ choice: ProjectChoice?, of place: FilePath, at now: Date
  ) throws(StoreError) -> Bool
}

/// A directory, or a repository with all its worktrees, and what it says about runs.
package struct ProjectBinding: Hashable, Sendable {
  /// The folder with everything below it; for a repository the folder that all its worktrees share.
  package let place: FilePath
  /// What it says.
  package let choice: ProjectChoice

  /// A binding of its parts.
  package init(place: FilePath, choice: ProjectChoice) {
    self.place = place
    self.choice = choice
  }
}

/// What a directory says about the runs that start in it.
package enum ProjectChoice: Hashable, Sendable {
  /// They take this account while it can be used.
  case account(AccountID)
  /// Automatic choice orders the accounts this way, by the strategy's name.
  case strategy(String)
}

/// What became of a refresh token that an import sent to the server.
package enum SentToken: Hashable, Sendable {
  /// It was sent, and the sender ended before the answer came.
  case unanswered
  /// It was used up for a new session, which became this account; nil if none is known.
  case used(AccountID?)
  /// The server refused it; one clause says why.
  case refused(String)
  /// It may be used up; one clause says what happened.
  case uncertain(String)
}

/// Remembers refresh tokens that were sent to the server, by their digests: each is good once, and sending
/// one again can sign the account out everywhere.
package protocol SentTokenStore: Sendable {
  /// What became of a token; nil if it was never sent.
  func sentToken(_ digest: String) throws(StoreError) -> SentToken?

  /// Notes that a token is about to be sent. Of several processes only one may.
  ///
  /// - Returns: Whether the caller may send it, because it was never sent before.
  func claimToken(_ digest: String, at now: Date) throws(StoreError) -> Bool

  /// Notes what became of a token; nil forgets one that is still good.
  func settleToken(_ digest: String, _ outcome: SentToken?) throws(StoreError)
}

/// The state database cannot be used.
package enum StoreError: EngineError, Hashable {
  /// The file is not a database, or is damaged.
  case damaged(path: FilePath, detail: String)
  /// A newer swop wrote it.
  case tooNew(path: FilePath, version: Int, supported: Int)
  /// Another process held it longer than the wait allows.
  case busy(path: FilePath)
  /// The disk is full.
  case full(path: FilePath)
  /// The disk has room, but no inodes left.
  case noInodes(path: FilePath)
  /// The disk may not be written.
  case readOnly(path: FilePath)
  /// A database of codex is damaged.
  case codexDamaged(path: FilePath, detail: String)
  /// It cannot be opened or written.
  case unusable(path: FilePath, detail: String)

  package var code: String {
    switch self {
    case .damaged: "store_damaged"
    case .codexDamaged: "codex_database_damaged"
    case .tooNew: "store_too_new"
    case .busy: "store_busy"
    case .full, .noInodes: "store_full"
    case .readOnly, .unusable: "store_unusable"
    }
  }

  package var message: String {
    switch self {
    case .damaged(let path, let detail): "The state database \(path) is damaged: \(detail)."
    case .tooNew(let path, let version, let supported):
      "The state database \(path) has version \(version); this swop knows up to \(supported)."
    case .busy(let path): "The state database \(path) is held by another process."
    case .full(let path): "The disk that holds \(path) is full."
    case .noInodes(let path): "The disk that holds \(path) has no inodes left."
    case .codexDamaged(let path, let detail):
      "Codex's list of conversations, \(path), is damaged: \(detail)."
    case .readOnly(let path):
      "The state database \(path) cannot be written: the disk is mounted read-only."
    case .unusable(let path, let detail): "The state database \(path) cannot be used: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .damaged: "Set it aside and save what can be read; accounts stay: swop doctor --fix"
    case .codexDamaged:
      "Start codex once: it sets the file aside and makes the list again from its sessions folder. Names, pins "
        + "and archive marks may be lost, conversations are not. Codex says more: codex doctor"
    case .tooNew: "Update swop."
    case .busy: "Try again; if it stays, look for a stuck swop: pgrep -a swop"
    case .full: "Free some space on that disk and try again."
    case .noInodes: "Delete files on that disk and try again: df -i shows how many there are."
    case .readOnly(let path): FileError.readOnlyRemedy(path)
    case .unusable(let path, _): "Look at the owner and mode: ls -l \(path)"
    }
  }

  /// Whether what is in the database can be read although nothing can be written.
  package var isRefusalToWrite: Bool {
    switch self {
    case .full, .noInodes, .readOnly: true
    case .damaged, .codexDamaged, .tooNew, .busy, .unusable: false
    }
  }

  package var outcome: FailureOutcome {
    if case .busy = self { .busy } else { .failed }
  }
}
