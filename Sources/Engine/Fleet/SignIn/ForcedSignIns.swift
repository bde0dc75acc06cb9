package import EngineCore

/// Which accounts codex's configuration lets sign in where, as codex says it.
struct ForcedSignIns: Sendable {
  let world: FleetConfiguration
  let layout: SandboxLayout
  let homes: CodexHomes
  let accounts: AccountStore

  /// The rules by which codex would log accounts out in a run at a place.
  func exclusions(
    of accounts: [Account], at place: RunPlace
  ) async -> [AccountID: ForcedSignIn.Rule] {
    guard CodexSubcommand(place.arguments).needsSignIn else { return [:] }
    var known: [FilePath: ForcedSignIn] = [:]
    var rules: [AccountID: ForcedSignIn.Rule] = [:]
    for account in accounts {
      let home = configurationHome(of: account)
      let forced: ForcedSignIn
      if let found = known[home] {
        forced = found
      } else {
        forced = await forcedSignIn(home: home, at: place)
        known[home] = forced
      }
      rules[account.id] = forced.rule(excluding: account.identity)
    }
    return rules
  }

  /// The rule by which codex may have logged an account out in a run at a place: one that holds there, else
  /// one of a project that an agent in the run may have gone to.
  func ruleBehindLogout(of account: Account, at place: RunPlace) async -> ForcedSignIn.Rule? {
    if let rule = await exclusions(of: [account], at: place)[account.id] { return rule }
    let files = ConfigurationFiles(
      home: configurationHome(of: account), directory: place.directory, files: world.files)
    for project in files.forcingProjects {
      let place = RunPlace(directory: project, arguments: [], binary: place.binary)
      if let rule = await exclusions(of: [account], at: place)[account.id] { return rule }
    }
    return nil
  }

  /// The rule by which codex would log the identity of the pool out in a rotated run at a place.
  func ruleOfPool(
    excluding identity: Identity, at place: RunPlace
  ) async -> ForcedSignIn.Rule? {
    guard CodexSubcommand(place.arguments).needsSignIn else { return nil }
    let home = world.settings.isolation == .strict ? layout.pool.codexHome : layout.sharedHome
    return await forcedSignIn(home: home, at: place).rule(excluding: identity)
  }

  private func configurationHome(of account: Account) -> FilePath {
    switch world.mode(of: account) {
    case .relaxed: layout.sharedHome
    case .strict: layout.sandbox(account.key).codexHome
    }
  }

  /// What the configuration of a home allows at a place. Costs nothing where no file speaks of it; else
  /// codex is asked once for each state of the files.
  private func forcedSignIn(home: FilePath, at place: RunPlace) async -> ForcedSignIn {
    let files = ConfigurationFiles(
      home: home, directory: place.directory, options: ConfigurationOptions(place.arguments),
      files: world.files)
    guard files.mayForceSignIn else { return .none }
    do {
      let binary = try await homes.binary(option: place.binary)
      let name = "forced-sign-in:" + SHA256.fingerprint("\(binary.realPath)\n\(files.stamp)")
      if let known = stored(name) { return known }
      let forced = try await ask(binary, about: files)
      if let data = try? JSONEncoder().encode(forced) {
        // What cannot be kept is only asked again.
        try? world.state.setCached(
          name, String(decoding: data, as: UTF8.self), now: world.time.now())
      }
      return forced
    } catch {
      return files.ownReading
    }
  }

  /// An answer that was kept: for a day, since the machine may have rules that are in no file.
  private func stored(_ name: String) -> ForcedSignIn? {
    let text =
      (try? world.state.cached(name, maximumAge: 86_400, now: world.time.now())) ?? nil
    return text.flatMap { try? JSONDecoder().decode(ForcedSignIn.self, from: Data($0.utf8)) }
  }

  /// Asks codex in a home without a sign-in.
  private func ask(
    _ binary: CodexBinary, about files: ConfigurationFiles
  ) async throws -> ForcedSignIn {
    let staging = try await accounts.beginStaging()
    do {
      let forced = try await ForcedSignInReader(
        files: world.files, runner: world.processes, time: world.time
      ).read(files, in: homes.home(staging.sandbox, binary: binary))
      try? await accounts.discard(staging)
      return forced
    } catch {
      try? await accounts.discard(staging)
      throw error
    }
  }
}

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

  /// The enabled accounts that codex would log out in a run in the current folder, a report each.
  package func exclusionsHere() async throws -> [ErrorReport] {
    let listed = try accounts.list().accounts.filter(\.isEnabled)
    let rules = await exclusions(of: listed, at: place)
    return listed.compactMap { account in
      rules[account.id].map { Self.report(of: $0.clause, label: account.label.text) }
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
