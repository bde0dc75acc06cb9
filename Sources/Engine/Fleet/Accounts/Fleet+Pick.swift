package import EngineCore

extension Fleet {
  /// The account for a run at a place, without one where swop was started (spec: which account). Readings
  /// older than 15 minutes are renewed first, two seconds at most.
  ///
  /// - Throws: `FleetError` with the earliest reset, or with the account that needs a sign-in.
  func pick(for choice: AccountChoice, at place: RunPlace? = nil) async throws -> Pick {
    let place = place ?? self.place
    switch choice {
    case .exactly(let label): return try await pick(exactly: label, at: place)
    case .automatic(let strategy): return try await pick(by: strategy, at: place, notices: [])
    case .usual: return try await usualPick(at: place)
    }
  }

  /// A demanded account: taken or refused, never replaced. A dead session is not refused here: the run
  /// offers to renew it.
  private func pick(exactly label: String, at place: RunPlace) async throws -> Pick {
    let account = try await account(labelled: label)
    guard account.isEnabled else {
      throw FleetError.accountUnusable(
        label: account.label.text, reason: "it is disabled",
        remedy: "Enable it: swop enable \(ShellWord.quoted(account.label.text))")
    }
    try await requireAllowed(account, at: place)
    try await refreshReadings(olderThan: QuotaReading.freshSeconds, only: account.id)
    let standing = AccountStanding(of: candidate(of: account, try knowledge()), at: now)
    switch standing.state {
    case .waiting, .blocked:
      throw FleetError.accountUnusable(
        label: account.label.text,
        reason: standing.state == .waiting
          ? "its quota is used up" + until(standing.usableAgainAt)
          : "the server refuses it" + until(standing.usableAgainAt),
        remedy: "Let swop choose another: swop codex --auto")
    case .off, .expired, .unknown, .low, .inUse, .ready:
      return Pick(account: account, reason: nil, notices: [])
    }
  }

  /// The directory's account or strategy, the default account, the strategy of the settings: the first
  /// that can be used, and a sentence about each that was passed over.
  private func usualPick(at place: RunPlace) async throws -> Pick {
    let project = try projectHere()
    let named = try accounts.list().accounts
    var wishes: [(account: Account, what: String)] = []
    var notices: [String] = []
    if let project, let id = project.account {
      if let account = named.first(where: { $0.id == id }) {
        wishes.append((account, "directory's account"))
      } else {
        notices.append("The account that this directory names no longer exists.")
      }
    }
    // A directory that names a strategy wants it, whatever the default account is.
    if project?.strategy == nil, let id = try configuration.state.defaultAccount(),
      let account = named.first(where: { $0.id == id }), wishes.first?.account.id != id
    {
      wishes.append((account, "default account"))
    }
    guard !wishes.isEmpty else { return try await pick(by: nil, at: place, notices: notices) }
    try await refreshReadings(olderThan: QuotaReading.freshSeconds)
    let listing = try accounts.list()
    let knowledge = try await knowledge(of: listing, at: place)
    let ranking = try ranking(of: listing, knowledge, strategy: nil)
    for (account, what) in wishes {
      let rank = ranking.entries.first { $0.id == account.id }
      if isUsable(account, rank, knowledge) {
        return Pick(account: account, reason: what, notices: notices)
      }
      let reason = rank?.reason ?? "it cannot be used"
      notices.append("The \(what) \(account.label) is passed over: \(reason).")
    }
    return try await pick(by: nil, at: place, notices: notices, isFresh: true)
  }

  private func isUsable(
    _ account: Account, _ rank: RankedAccount?, _ knowledge: Knowledge
  ) -> Bool {
    guard account.identity.isAPIKey else { return rank?.isViable == true }
    return account.isEnabled && isSignedIn(account) && knowledge.exclusions[account.id] == nil
  }

  private func pick(
    by strategy: Strategy?, at place: RunPlace, notices: [String], isFresh: Bool = false
  ) async throws -> Pick {
    let listing = try accounts.list()
    let all = listing.accounts
    guard !all.isEmpty else {
      // "No accounts" would be wrong where there are some that cannot be read.
      if let damaged = listing.damaged.first { throw damaged.error }
      let older = listing.older.map(\.label)
      throw older.isEmpty ? FleetError.noAccounts : .olderAccounts(labels: older)
    }
    if !isFresh { try await refreshReadings(olderThan: QuotaReading.freshSeconds) }
    let knowledge = try await knowledge(of: listing, at: place)
    let ranking = try ranking(of: listing, knowledge, strategy: strategy)
    if let selected = all.first(where: { $0.id == ranking.selected }) {
      return Pick(
        account: selected, reason: ranking.strategy.rawValue,
        notices: notices + [ranking.warning].compactMap(\.self))
    }
    if let expired = onlySignInHelps(all, ranking, knowledge) {
      return Pick(account: expired, reason: nil, notices: notices)
    }
    let enabled = all.filter(\.isEnabled)
    if let rule = enabled.compactMap({ knowledge.exclusions[$0.id] }).first,
      enabled.allSatisfy({ knowledge.exclusions[$0.id] != nil })
    {
      throw FleetError.allExcluded(rule: rule.clause)
    }
    if ranking.blockedUntil == nil { try requireReadable(all) }
    throw FleetError.nothingUsable(
      until: ranking.blockedUntil, timeZone: configuration.timeZone,
      reasons: ranking.entries.prefix(5).map { "\($0.label): \($0.reason)" })
  }

  /// Where no account can be used and sign-ins cannot be read, the first of them is the way out.
  private func requireReadable(_ accounts: [Account]) throws {
    for account in accounts where account.isEnabled {
      guard let denial = signInDenial(of: account) else { continue }
      throw CredentialError.denied(label: account.label.text, denial)
    }
  }

  /// The account to sign in to when nothing can be used and no reset will change that.
  private func onlySignInHelps(
    _ all: [Account], _ ranking: Ranking, _ knowledge: Knowledge
  ) -> Account? {
    guard ranking.blockedUntil == nil else { return nil }
    let enabled = all.filter {
      $0.isEnabled && !$0.identity.isAPIKey && knowledge.exclusions[$0.id] == nil
    }
    let expired = enabled.filter { candidate(of: $0, knowledge).isExpired }
    guard !expired.isEmpty, expired.count == enabled.count else { return nil }
    return expired.first { $0.id == knowledge.defaultAccount } ?? expired.first
  }

  private func until(_ moment: Date?) -> String {
    moment.map { " until " + ClockText.moment($0, in: configuration.timeZone) } ?? ""
  }
}

/// The account that a run takes.
struct Pick: Sendable {
  /// The account.
  let account: Account
  /// Why it was taken, one clause; nil if it was asked for by name.
  let reason: String?
  /// What to say before going on, one sentence each.
  let notices: [String]
}

/// Which account a run or command was asked to use, before anything is known of the accounts.
package enum AccountChoice: Hashable, Sendable {
  /// This one or none: `--account` or `SWOP_ACCOUNT`.
  case exactly(label: String)
  /// By strategy, whatever the default account is: `--auto`. Nil takes the strategy of the settings.
  case automatic(Strategy?)
  /// The directory's, the default account while it can be used, else by strategy.
  case usual
}

/// Where a run would be, as far as the choice of its account depends on it.
struct RunPlace: Sendable {
  /// The folder that codex would be started in.
  let directory: FilePath
  /// What codex would be asked.
  let arguments: [Argument]
  /// The binary named by `--codex-bin`, nil for the usual search.
  let binary: FilePath?
}
