import EngineAccounts
import EngineCodex
import EngineKernel
import EngineSandbox
import EngineTokens
import EngineTransfer
import EngineUsage

extension Fleet {
  /// Makes accounts of sign-ins that other programs keep, or that swop exported. Everything is read
  /// before the first account is made: a file that cannot be used changes nothing.
  ///
  /// - Throws: `TransferError` for a file that cannot be used, `LabelError` for a wrong label, and what the
  ///   dialogue throws.
  package func importSignIns(
    _ request: ImportRequest, dialogue: any ImportDialogue
  ) async throws -> ImportOutcome {
    let label = try request.label.map { try Label($0) }
    if let label { try accounts.requireFree(label) }
    let reader = ImportReader(
      files: configuration.files, time: configuration.time, sealer: configuration.sealer)
    var found: [ImportableSignIn] = []
    for path in request.paths {
      found += try await reader.signIns(at: path) { try await dialogue.passphrase(for: $0) }
    }
    if label != nil && found.count > 1 { throw TransferError.labelForMany(count: found.count) }
    try sandboxes.prepareRoot()
    let salt = try await identitySalt()
    var plan = ImportPlan(found, existing: try accounts.list().accounts, salt: salt)
    if !plan.pending.isEmpty {
      let titles = plan.pending.map(\.title)
      var mayRenew = request.renews ?? false
      if request.renews == nil { mayRenew = await dialogue.mayRenew(titles) }
      if !mayRenew { plan.leaveOutPending() }
    }
    var outcome = ImportOutcome(skipped: plan.skipped)
    for signIn in plan.wanted {
      try Task.checkCancellation()
      await takeIn(signIn, label: label, salt: salt, into: &outcome)
    }
    await lookAtQuota(of: outcome.imported.map(\.account))
    return outcome
  }

  private func takeIn(
    _ signIn: ImportableSignIn, label: Label?, salt: IdentitySalt,
    into outcome: inout ImportOutcome
  ) async {
    do {
      let account = try await makeAccount(of: signIn, label: label, salt: salt)
      note(.accountAdded, account, "imported from \(signIn.origin.rawValue)")
      outcome.imported.append(
        .init(
          account: account, source: signIn.source, origin: signIn.origin.rawValue,
          isShared: signIn.sharesSession))
    } catch {
      let report = (error as? any EngineError)?.report ?? TransferError.cancelled.report
      outcome.skipped.append(
        .init(title: signIn.title, source: signIn.source, reason: report, isFailure: true))
    }
  }

  /// Stages the sign-in and makes an account of it. A renewed session is on the disk before anything else
  /// can fail.
  private func makeAccount(
    of signIn: ImportableSignIn, label: Label?, salt: IdentitySalt
  ) async throws -> Account {
    let staging = try await accounts.beginStaging()
    do {
      let file = try await wholeFile(of: signIn)
      try file.write(to: staging.sandbox.signInFile, files: configuration.files)
      guard let identity = file.identity(salt: salt) else { throw SignInError.nameless }
      let taken = try accounts.list().accounts.map(\.label)
      let label =
        label
        ?? LabelProposal.label(
          name: signIn.name, email: file.claims?.email ?? signIn.email, plan: file.plan,
          taken: taken)
      var account = try await accounts.create(
        label, from: staging,
        signIn: SignInSummary(
          identity: identity, email: file.claims?.email ?? signIn.email, plan: file.plan))
      if let beside = signIn.beside {
        try? ExportDocument.data(beside).write(
          to: layout.sandbox(account.key).besideFile, files: configuration.files)
      }
      if !signIn.isEnabled { account = try await accounts.setEnabled(false, account) }
      return account
    } catch {
      try? await accounts.discard(staging)
      throw error
    }
  }

  private func wholeFile(of signIn: ImportableSignIn) async throws -> AuthFile {
    switch signIn.content {
    case .whole(let file): return file
    case .pending(let session):
      let base = configuration.addresses.authOverride ?? TokenServer.defaultBase
      let server = TokenServer(base: base, transport: configuration.http)
      switch await server.renew(with: session.refreshToken) {
      case .renewed(let tokens):
        guard let file = session.completed(by: tokens, at: now), file.importFlaw == nil else {
          throw SignInError.nameless
        }
        return file
      case .dead(let death):
        throw CredentialError.expired(label: signIn.title, reason: death.clause)
      case .failed(let detail, _):
        throw CredentialError.unavailable(label: signIn.title, detail: detail)
      }
    }
  }

  /// Looks at the quota of accounts whose session needs no renewal for it: an import alone must not sign
  /// the original out.
  private func lookAtQuota(of imported: [Account]) async {
    let moment = now
    var able: [Account] = []
    for account in imported where !account.identity.isAPIKey && account.isEnabled {
      let path = layout.sandbox(account.key).signInFile
      let reader = AuthFileReader(files: configuration.files, time: configuration.time)
      guard let end = try? await reader.read(path).accessTokenExpiresAt else { continue }
      if end.timeIntervalSince(moment) > Self.untouchedSeconds { able.append(account) }
    }
    _ = await usage.read(able, limit: Self.shellLimit)
  }

  /// A session that lasts this long is not renewed by a look at its quota; in seconds.
  private static let untouchedSeconds: Double = 20 * 60
}
