package import EngineCore

extension Fleet {
  /// Makes accounts of sign-ins that other programs keep, or that swop exported. What cannot be imported is
  /// in the outcome and does not block the rest. Without paths it finishes imports that were cut short, and
  /// takes over the accounts of an older tool in this root.
  ///
  /// - Throws: `TransferError` if the only thing that was named cannot be used, or there is nothing to
  ///   import; `LabelError` for a wrong label, and what the dialogue throws.
  package func importSignIns(
    _ request: ImportRequest, dialogue: any ImportDialogue
  ) async throws -> ImportOutcome {
    let label = try request.label.map { try Label($0) }
    if let label { try accounts.requireFree(label) }
    let found = try await read(request.paths, dialogue)
    if label != nil && found.signIns.count > 1 {
      throw TransferError.labelForMany(count: found.signIns.count)
    }
    try sandboxes.prepareRoot()
    var mayRenew = request.renews ?? false
    let pending = ImportPlan(found.signIns, try await importKnowledge(found.signIns)).pending
    if request.renews == nil && !pending.isEmpty {
      mayRenew = await dialogue.mayRenew(pending.map(\.title))
    }
    let lock = try await locks.acquire(
      .imports, purpose: "import of accounts", wait: Self.importWait)
    defer { lock.release() }
    var outcome = ImportOutcome(
      imported: try await finishInterruptedImports(),
      skipped: found.failures.map {
        .init(title: $0.title, source: $0.source, reason: $0.error.report, isFailure: true)
      })
    if request.paths.isEmpty { try await adoptOlderAccounts(into: &outcome) }
    // Another import may have made accounts meanwhile.
    var plan = ImportPlan(found.signIns, try await importKnowledge(found.signIns))
    if !mayRenew { plan.leaveOutPending() }
    outcome.skipped += plan.skipped
    for signIn in plan.wanted {
      try Task.checkCancellation()
      await takeIn(signIn, label: label, into: &outcome)
    }
    if request.paths.isEmpty && outcome.imported.isEmpty && outcome.skipped.isEmpty {
      throw TransferError.nothingNamed
    }
    await cleanLeftovers()
    await lookAtQuota(of: outcome.imported.map(\.account))
    return outcome
  }

  /// How long an import waits for another one, which may have to wait for servers.
  static let importWait = Duration.seconds(120)

  /// Reads everything that was named, before the first account is made.
  private func read(
    _ paths: [FilePath], _ dialogue: any ImportDialogue
  ) async throws -> ImportReading {
    let reader = ImportReader(
      files: configuration.files, time: configuration.time, sealer: configuration.sealer)
    var found = ImportReading()
    for path in paths {
      found.add(try await reader.read(path) { try await dialogue.passphrase(for: $0) })
    }
    if found.signIns.isEmpty, found.failures.count == 1, let failure = found.failures.first {
      throw failure.error
    }
    return found
  }

  private func importKnowledge(_ found: [ImportableSignIn]) async throws -> ImportKnowledge {
    let all = try accounts.list().accounts
    let reader = AuthFileReader(files: configuration.files, time: configuration.time)
    var holders: [String: Account] = [:]
    for account in all where !account.identity.isAPIKey {
      // An account without a readable sign-in holds no token.
      let file = try? await reader.read(layout.sandbox(account.key).signInFile)
      if let digest = file?.credentialFingerprint { holders[digest] = account }
    }
    var sent: [String: SentToken] = [:]
    for digest in found.compactMap(\.tokenDigest) {
      sent[digest] = try configuration.state.sentToken(digest)
    }
    return ImportKnowledge(
      accounts: all, holders: holders, sent: sent, salt: try await identitySalt())
  }

  private func takeIn(
    _ signIn: ImportableSignIn, label: Label?, into outcome: inout ImportOutcome
  ) async {
    do {
      let account =
        switch signIn.content {
        case .whole(let file): try await makeAccount(of: file, signIn, label: label)
        case .pending(let session): try await renewedAccount(session, signIn, label: label)
        }
      note(.accountAdded, account, "imported from \(signIn.origin.rawValue)")
      outcome.imported.append(
        .init(
          account: account, source: signIn.source, origin: signIn.origin.rawValue,
          isShared: signIn.sharesSession))
    } catch {
      let report = (error as? any EngineError)?.report ?? TransferError.cancelled.report
      outcome.skipped.append(
        .init(
          title: signIn.title, source: signIn.source, reason: report,
          isFailure: report.code != "identity_taken"))
    }
  }

  private func makeAccount(
    of file: AuthFile, _ signIn: ImportableSignIn, label: Label?
  ) async throws -> Account {
    let staging = try await accounts.beginStaging()
    do {
      try file.write(to: staging.sandbox.signInFile, files: configuration.files)
      return try await create(
        file, from: staging, label: label, name: signIn.name, email: signIn.email,
        isEnabled: signIn.isEnabled, beside: signIn.beside)
    } catch {
      try? await accounts.discard(staging)
      throw error
    }
  }

  /// Makes an account of a sign-in that is in its staging folder.
  func create(
    _ file: AuthFile, from staging: Staging, label: Label?, name: String?, email: String?,
    isEnabled: Bool, beside: Redacted<JSONValue>? = nil
  ) async throws -> Account {
    let summary = try await summary(of: file, email: email)
    try await requireUnheld(summary.identity, salt: identitySalt())
    let taken = try accounts.list().accounts.map(\.label)
    let label =
      label
      ?? LabelProposal.label(name: name, email: summary.email, plan: summary.plan, taken: taken)
    var account = try await accounts.create(label, from: staging, signIn: summary)
    if let beside {
      // What stood beside the sign-in is only needed by an export in the same form.
      try? ExportDocument.data(beside).write(
        to: layout.sandbox(account.key).besideFile, files: configuration.files)
    }
    if !isEnabled { account = try await accounts.setEnabled(false, account) }
    return account
  }

  /// Looks at the quota of accounts whose session needs no renewal for it: an import alone must not sign
  /// the original out.
  private func lookAtQuota(of imported: [Account]) async {
    let moment = now
    var able: [Account] = []
    for account in imported where !account.identity.isAPIKey && account.isEnabled {
      let path = layout.sandbox(account.key).signInFile
      let reader = AuthFileReader(files: configuration.files, time: configuration.time)
      guard let file = try? await reader.read(path) else { continue }
      guard file.mode.isRenewed else {
        able.append(account)
        continue
      }
      guard let end = file.accessTokenExpiresAt else { continue }
      if end.timeIntervalSince(moment) > Self.untouchedSeconds { able.append(account) }
    }
    _ = await usage.read(able, limit: Self.shellLimit)
  }

  /// A session that lasts this long is not renewed by a look at its quota; in seconds.
  private static let untouchedSeconds: Double = 20 * 60
}

/// Which sign-ins of other programs are to become accounts.
package struct ImportRequest: Sendable {
  /// Files and folders.
  var paths: [FilePath]
  /// The label for the one sign-in they hold; nil makes labels from names and addresses.
  var label: String?
  /// Whether sessions that can only be used after a renewal are renewed; nil asks.
  var renews: Bool?

  /// A request of its parts.
  package init(paths: [FilePath], label: String? = nil, renews: Bool? = nil) {
    self.paths = paths
    self.label = label
    self.renews = renews
  }
}

/// What an import may have to ask.
package protocol ImportDialogue: Sendable {
  /// The passphrase of an encrypted export.
  func passphrase(for path: FilePath) async throws -> Redacted<String>

  /// Whether sessions that another program uses may be renewed, which signs that program out.
  func mayRenew(_ titles: [String]) async -> Bool
}

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
    init(
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
  }

  /// What became accounts, in the order of the files.
  package var imported: [Imported] = []
  /// What did not.
  package var skipped: [Skipped] = []
}
