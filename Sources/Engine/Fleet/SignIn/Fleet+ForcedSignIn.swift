import EngineCore

/// Accounts that codex's own configuration lets sign in, and those that it would log out.
extension Fleet {
  /// Where swop was started, with nothing asked of codex.
  var place: RunPlace {
    RunPlace(directory: configuration.directory, arguments: [], binary: nil)
  }

  /// The rules by which codex would log accounts out in a run at a place.
  func exclusions(
    of accounts: [Account], at place: RunPlace
  ) async -> [AccountID: ForcedSignIn.Rule] {
    await forcedSignIns.exclusions(of: accounts, at: place)
  }

  /// Refuses an account that codex would log out.
  ///
  /// - Throws: `FleetError.accountUnusable` with file and line.
  func requireAllowed(_ account: Account, at place: RunPlace) async throws {
    guard let rule = await exclusions(of: [account], at: place)[account.id] else { return }
    throw FleetError.accountUnusable(
      label: account.label.text, reason: rule.clause,
      remedy: "Change that line, or use an account that it allows: swop codex --auto")
  }

  /// What runs in the current folder would say of an account that codex would log out.
  static func report(of exclusion: String, label: String) -> ErrorReport {
    ErrorReport(
      code: "excluded", message: "\(label) cannot be used in this folder: \(exclusion).",
      remedy: "Change that line, or use an account that it allows.")
  }

  /// The accounts that codex would log out in a run in the current folder, one sentence each.
  package func exclusionsHere() async throws -> [String] {
    let listed = try accounts.list().accounts
    let rules = await exclusions(of: listed, at: place)
    return listed.compactMap { account in
      rules[account.id].map { Self.report(of: $0.clause, label: account.label.text).message }
    }
  }

  /// Refuses a rotated run whose home codex would log out: it signs in as the pool, not as an account.
  ///
  /// - Throws: `RotationError.noProxy` with file and line.
  func requirePoolAllowed(at place: RunPlace) async throws {
    let pool = Identity.chatGPT(accountID: PoolSignIn.accountID, userID: PoolSignIn.accountID)
    guard let rule = await forcedSignIns.ruleOfPool(excluding: pool, at: place) else { return }
    throw RotationError.noProxy(
      detail: "\(rule.clause), and a rotated run signs in as the pool")
  }

  /// The rule by which codex may have logged out the account of a run, nil if there is none.
  func ruleBehindLogout(in order: RunOrder) async -> ForcedSignIn.Rule? {
    let place = RunPlace(
      directory: order.directory, arguments: order.arguments, binary: order.binary.path)
    return await forcedSignIns.ruleBehindLogout(of: order.account, at: place)
  }

  /// Settles what crashes of runs left beside the sign-ins of all accounts.
  package func settleSignIns() async throws {
    await recoverSignIns(try accounts.list().accounts, onlyRemoved: false)
  }

  /// Settles what the crash of a run left: the sign-in that codex removed while nothing looked after it,
  /// and unless `onlyRemoved` second names that no run needs.
  func recoverSignIns(_ accounts: [Account], onlyRemoved: Bool = true) async {
    for account in accounts {
      let guards = SignInGuard(
        of: layout.sandbox(account.key).signInFile, files: configuration.files)
      guard onlyRemoved ? guards.isAlone : guards.exists else { continue }
      let outcome = await tokens.settleGuard(
        of: account, forcedBy: { await self.ruleOfLastRun(on: account)?.clause },
        isInUse: { self.registry.isInUse(account.id) })
      guard let message = outcome.message(about: account.label.text) else { continue }
      note(.warning, account, message)
    }
  }

  private func ruleOfLastRun(on account: Account) async -> ForcedSignIn.Rule? {
    let runs = (try? configuration.state.runs(since: nil, limit: 200)) ?? []
    let directory = runs.first { $0.account == account.id }?.directory
    let place = RunPlace(
      directory: directory ?? configuration.directory, arguments: [], binary: nil)
    return await forcedSignIns.ruleBehindLogout(of: account, at: place)
  }
}
