package import EngineCore

extension Fleet {
  /// All accounts as they are known now. Waits for the network only when asked to refresh the quota of
  /// every enabled account first, two seconds at most.
  package func snapshot(refresh: Bool = false) async throws -> FleetSnapshot {
    if refresh { try await refreshReadings(olderThan: 0) }
    let listing = try accounts.list()
    await recoverSignIns(listing.accounts)
    var knowledge = try knowledge()
    knowledge.exclusions = await exclusions(of: listing.accounts, at: place)
    return try await snapshot(of: listing, knowledge)
  }

  /// What is known of listed accounts, and the notices that follow from it.
  func snapshot(of listing: AccountListing, _ knowledge: Knowledge) async throws -> FleetSnapshot {
    let pictures = listing.accounts.map { picture(of: $0, knowledge) }
    let snapshot = FleetSnapshot(
      takenAt: now, accounts: pictures, unreadable: listing.damaged.map(\.error.report),
      unreadableAccounts: listing.damaged.compactMap(Self.picture),
      older: listing.older.map(\.label), project: try projectHere(),
      sharedHome: layout.sharedHome == configuration.userHome / ".codex" ? nil : layout.sharedHome)
    if Self.wantsNotices(configuration.settings) {
      await notices.consider(Self.watched(snapshot))
    }
    return snapshot
  }

  /// What automatic choice would take now.
  package func ranking(strategy: Strategy? = nil) async throws -> Ranking {
    // "No accounts" would be wrong where there are some that cannot be read.
    let listing = try accounts.list()
    if listing.accounts.isEmpty, let damaged = listing.damaged.first { throw damaged.error }
    return try await ranking(strategy: strategy, at: place)
  }

  /// The ranking of everything that is known now for a run at a place; a nil strategy takes the
  /// directory's, else that of the settings.
  func ranking(strategy: Strategy?, at place: RunPlace) async throws -> Ranking {
    let listing = try accounts.list()
    return try ranking(of: listing, await knowledge(of: listing, at: place), strategy: strategy)
  }

  /// The ranking of listed accounts.
  func ranking(
    of listing: AccountListing, _ knowledge: Knowledge, strategy: Strategy?
  ) throws -> Ranking {
    let candidates = listing.accounts.map { candidate(of: $0, knowledge) }
    let settings = configuration.settings
    let fallback = settings.fallback.compactMap { text in
      (try? Label(text)).flatMap { listing.account(labelled: $0)?.id }
    }
    let policy = SelectionPolicy(
      strategy: try strategy ?? projectHere()?.strategy ?? settings.strategy,
      pinned: knowledge.defaultAccount,
      fallback: fallback, previous: knowledge.lastUsed)
    return AccountSelector.ranking(of: candidates, policy: policy, at: now)
  }

  /// Reads the quota of every enabled account, or only of one, whose reading is older than `seconds`,
  /// all at once.
  func refreshReadings(olderThan seconds: Double, only id: AccountID? = nil) async throws {
    let readings = try configuration.state.readings()
    let due = try accounts.list().accounts.filter { account in
      guard account.isEnabled, !account.identity.isAPIKey, id == nil || id == account.id,
        isSignedIn(account)
      else { return false }
      guard let reading = readings[account.id]?.reading else { return true }
      return reading.age(at: now) > seconds || reading.isFromFuture(at: now)
    }
    _ = await usage.read(due, limit: Self.shellLimit)
  }

  /// How long the shell waits for one reading.
  static let shellLimit = Duration.seconds(2)

  /// What is known beside the accounts themselves, read once for all of them.
  func knowledge() throws -> Knowledge {
    let state = configuration.state
    return Knowledge(
      readings: try state.readings().mapValues { placed($0) }, conditions: try state.conditions(),
      defaultAccount: try state.defaultAccount(),
      liveRuns: try registry.liveCounts(),
      lastUsed: try state.runs(since: nil, limit: 1).first?.account)
  }

  /// The same, with what the configuration of a place says about accounts.
  func knowledge(of listing: AccountListing, at place: RunPlace) async throws -> Knowledge {
    await recoverSignIns(listing.accounts)
    var knowledge = try knowledge()
    knowledge.exclusions = await exclusions(of: listing.accounts, at: place)
    return knowledge
  }

  /// A stored reading unless it is dated ahead: the clock was wrong then, and what it says of the time until
  /// a reset, and of its own age, is wrong with it.
  private func placed(_ stored: StoredReading) -> StoredReading {
    guard let reading = stored.reading, reading.isFromFuture(at: now) else { return stored }
    let date = ClockText.moment(reading.readAt, in: configuration.timeZone)
    let report = ErrorReport(
      code: "clock_was_wrong",
      message: "The clock was wrong when the quota was read: the reading is dated \(date).",
      remedy: "Read it again: swop status --refresh")
    return StoredReading(failure: report, failedAt: nil)
  }

  /// One account as automatic choice sees it.
  func candidate(of account: Account, _ knowledge: Knowledge) -> Candidate {
    let wishes = configuration.settings.account(account.key)
    let condition = knowledge.conditions[account.id] ?? AccountCondition()
    return Candidate(
      id: account.id, label: account.label.text, isEnabled: account.isEnabled,
      isExpired: condition.isExpired || !isSignedIn(account) || hasEnded(account),
      signInFault: signInDenial(of: account)?.located,
      isAPIKey: account.identity.isAPIKey, exclusion: knowledge.exclusions[account.id]?.clause,
      reading: knowledge.readings[account.id]?.reading, condition: condition,
      reservePercent: wishes.reservePercent, preference: wishes.preference,
      liveRuns: knowledge.liveRuns[account.id] ?? 0)
  }

  /// Whether there is a sign-in on disk at all. One that cannot even be looked at is not missing.
  func isSignedIn(_ account: Account) -> Bool {
    do {
      return try configuration.files.status(layout.sandbox(account.key).signInFile) != nil
    } catch {
      return error.reason == .notPermitted
    }
  }

  /// Whether the account's sign-in is one that ends for good, and has.
  private func hasEnded(_ account: Account) -> Bool { account.endsAt.map { $0 <= now } ?? false }

  /// Why the system does not let this user read the account's sign-in; nil if it does, or there is none.
  func signInDenial(of account: Account) -> FileError? {
    let (files, path) = (configuration.files, layout.sandbox(account.key).signInFile)
    guard !files.mayAccess(path, .read) else { return nil }
    do {
      _ = try files.read(path)
      return nil
    } catch {
      return error.reason == .notPermitted ? error : nil
    }
  }

  private func picture(of account: Account, _ knowledge: Knowledge) -> AccountSnapshot {
    let candidate = candidate(of: account, knowledge)
    let standing = AccountStanding(of: candidate, at: now)
    let stored = knowledge.readings[account.id]
    let reading = account.identity.isAPIKey ? nil : stored?.reading
    return AccountSnapshot(
      account: account, state: standing.state,
      isDefault: knowledge.defaultAccount == account.id, reading: reading?.at(now),
      isStale: reading?.isStale(at: now) ?? false, blockedUntil: standing.usableAgainAt,
      error: fault(of: account, standing.state, stored, candidate),
      liveRuns: candidate.liveRuns)
  }

  private func fault(
    of account: Account, _ state: AccountState, _ stored: StoredReading?,
    _ candidate: Candidate
  ) -> ErrorReport? {
    let (label, condition) = (account.label.text, candidate.condition)
    if state != .off, let denial = signInDenial(of: account) {
      return CredentialError.denied(label: label, denial).report
    }
    switch state {
    case .off: return nil
    case .expired:
      guard isSignedIn(account) else { return CredentialError.missing(label: label).report }
      let usual = hasEnded(account) ? "its access token has expired" : "the server refused it"
      let reason = condition.expiredReason ?? usual
      return CredentialError.expired(label: label, reason: reason).report
    case .blocked:
      let reason = condition.blockedReason ?? "the server refuses it although quota is shown"
      return ErrorReport(
        code: "blocked", message: "\(label) is blocked: \(reason).",
        remedy: "See why: swop why \(ShellWord.quoted(label))")
    case .waiting, .unknown, .low, .inUse, .ready:
      return stored?.failure ?? candidate.exclusion.map { Self.report(of: $0, label: label) }
    }
  }
}

// What a screen that stays open asks beside the commands of the shell.
extension Fleet {
  /// Reads the quota of some accounts at once, in the background: no one waits for it at a prompt.
  ///
  /// - Returns: What came of each; accounts that are gone or paid by API key are left out.
  package func readQuota(
    of ids: Set<AccountID>, limit: Duration
  ) async throws -> [AccountID: ReadingOutcome] {
    let wanted = try accounts.list().accounts.filter { account in
      ids.contains(account.id) && isSignedIn(account)
    }
    return await usage.read(wanted, limit: limit)
  }

  /// Everything that a screen shows, read once: accounts, their ranks, their places on disk, and their
  /// readings since a time.
  package func overview(since: Date) async throws -> FleetOverview {
    let listing = try accounts.list()
    let knowledge = try await knowledge(of: listing, at: place)
    let state = configuration.state
    return FleetOverview(
      snapshot: try await snapshot(of: listing, knowledge),
      ranking: try ranking(of: listing, knowledge, strategy: nil),
      histories: try knowledge.readings.compactMapValues { stored in
        stored.reading.flatMap { $0.shortWindow ?? $0.longestLongWindow }?.lengthSeconds
      }.reduce(into: [:]) { histories, entry in
        histories[entry.key] = try state.history(
          of: entry.key, windowSeconds: entry.value, since: since)
      },
      sandboxes: listing.accounts.reduce(into: [:]) {
        $0[$1.id] = layout.sandbox($1.key).path
      })
  }

  /// The label of an account now, nil if it is gone.
  package func label(of id: AccountID) async throws -> String? {
    try accounts.list().accounts.first { $0.id == id }?.label.text
  }

  /// How large an account's sandbox is, in bytes; nil if it is gone. Links are not followed.
  package nonisolated func sandboxSize(of id: AccountID) async throws -> Int64? {
    let account = try accounts.list().accounts.first { $0.id == id }
    return account.map { size(of: layout.sandbox($0.key).path) }
  }

  private nonisolated func size(of path: FilePath) -> Int64 {
    guard !Task.isCancelled, let status = try? configuration.files.status(path) else { return 0 }
    guard status.kind == .folder else { return Int64(status.size) }
    let names = (try? configuration.files.list(path)) ?? []
    return names.reduce(0) { $0 + size(of: path / $1) }
  }

  /// Whose sign-in is in the user's own codex home, nil if there is none or the pool has it already.
  package func adoptableSignIn() async -> String? {
    let path = layout.sharedHome / "auth.json"
    guard
      let file = try? await AuthFileReader(
        files: configuration.files, time: configuration.time
      ).read(path),
      let email = file.claims?.email
    else { return nil }
    let known = (try? accounts.list().accounts.contains { $0.email == email }) ?? false
    return known ? nil : email
  }
}
