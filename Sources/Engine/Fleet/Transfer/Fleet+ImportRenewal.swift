import EngineCore

/// Sign-ins that have to be renewed before they are accounts. Each refresh token is sent once: that it is
/// sent is stored before, and what became of it after.
extension Fleet {
  /// Renews a session and makes an account of it. The caller holds the lock of imports.
  func renewedAccount(
    _ session: PendingSession, _ signIn: ImportableSignIn, label: Label?
  ) async throws -> Account {
    let digest = AuthFile.fingerprint(ofRefreshToken: session.refreshToken)
    let staging = try await accounts.beginStaging()
    let file: AuthFile
    do {
      let note = ImportNote(
        label: label?.text, name: signIn.name, email: signIn.email,
        isEnabled: signIn.isEnabled, source: signIn.source, origin: signIn.origin.rawValue,
        tokenDigest: digest)
      try await accounts.prepareImport(note, in: staging)
      file = try await renewed(session, digest, signIn, into: staging.sandbox.signInFile)
    } catch {
      try? await accounts.discard(staging)
      throw error
    }
    do {
      let account = try await create(
        file, from: staging, label: label, name: signIn.name, email: signIn.email,
        isEnabled: signIn.isEnabled, beside: signIn.beside)
      settle(digest, .used(account.id))
      return account
    } catch let error as AccountsError where error.code == "identity_taken" {
      // The account has a session of its own.
      try? await accounts.discard(staging)
      throw error
    } catch {
      await accounts.leave(staging)
      let cause = (error as? any EngineError)?.report ?? TransferError.cancelled.report
      throw TransferError.kept(title: signIn.title, cause: cause)
    }
  }

  /// Spends the refresh token and stores what it bought. Ctrl-C waits meanwhile.
  private func renewed(
    _ session: PendingSession, _ digest: String, _ signIn: ImportableSignIn,
    into path: FilePath
  ) async throws -> AuthFile {
    let taken = (try? accounts.list().accounts.map(\.label)) ?? []
    let free = LabelProposal.label(
      name: signIn.name, email: signIn.email, plan: nil, taken: taken
    ).text
    guard try configuration.state.claimToken(digest, at: now) else {
      let sent = try configuration.state.sentToken(digest) ?? .unanswered
      throw TransferError(sent, title: signIn.title, label: free)
    }
    configuration.shield.raise()
    defer { configuration.shield.lower() }
    let base = configuration.addresses.authOverride ?? TokenServer.defaultBase
    let server = TokenServer(base: base, transport: configuration.http)
    switch await server.renew(with: session.refreshToken) {
    case .renewed(let tokens):
      guard let file = session.completed(by: tokens, at: now), file.importFlaw == nil else {
        settle(digest, .used(nil))
        throw SignInError.nameless
      }
      try file.write(to: path, files: configuration.files)
      settle(digest, .used(nil))
      return file
    case .dead(let death):
      settle(digest, .refused(death.clause))
      throw TransferError.refused(title: signIn.title, label: free, reason: death.clause)
    case .failed(let detail, mayBeSpent: true):
      settle(digest, .uncertain(detail))
      throw TransferError.uncertain(title: signIn.title, label: free, reason: detail)
    case .failed(let detail, mayBeSpent: false):
      settle(digest, nil)
      throw TransferError.notRenewed(title: signIn.title, reason: detail)
    }
  }

  /// Makes accounts of sessions that imports bought before they were cut short. The caller holds the lock
  /// of imports.
  func finishInterruptedImports() async throws -> [ImportOutcome.Imported] {
    var finished: [ImportOutcome.Imported] = []
    for found in try await accounts.interruptedImports() {
      let note = found.note
      do {
        let path = found.staging.sandbox.signInFile
        let file = try await AuthFileReader(
          files: configuration.files, time: configuration.time
        ).read(path)
        let wish = note.label.flatMap { try? Label($0) }
        let isFree = wish.map { (try? accounts.requireFree($0)) != nil } ?? false
        let account = try await create(
          file, from: found.staging, label: isFree ? wish : nil, name: note.label ?? note.name,
          email: note.email, isEnabled: note.isEnabled)
        settle(note.tokenDigest, .used(account.id))
        self.note(.accountAdded, account, "imported from \(note.origin), after an interruption")
        finished.append(
          .init(account: account, source: note.source, origin: note.origin, isShared: false))
      } catch let error as AccountsError where error.code == "identity_taken" {
        // Signed in to since: the account has a session of its own.
        try? await accounts.discard(found.staging)
      } catch {
        await accounts.leave(found.staging)
        let message = (error as? any EngineError)?.message ?? "it was cancelled."
        recorder.record(
          EngineEvent(at: now, kind: .warning, message: "An import is not finished: \(message)"))
      }
    }
    return finished
  }

  private func settle(_ digest: String, _ outcome: SentToken?) {
    do {
      try configuration.state.settleToken(digest, outcome)
    } catch {
      // The note that it was sent stays, so that it is never sent again.
      recorder.record(EngineEvent(at: now, kind: .warning, message: error.message))
    }
  }
}

extension TransferError {
  /// Why a sign-in whose refresh token was sent before is not sent again.
  init(_ sent: SentToken, title: String, label: String) {
    switch sent {
    case .used: self = .tokenUsed(title: title, label: label)
    case .refused(let reason): self = .refused(title: title, label: label, reason: reason)
    case .uncertain(let reason): self = .uncertain(title: title, label: label, reason: reason)
    case .unanswered:
      self = .uncertain(
        title: title, label: label, reason: "the import that sent it ended before the answer")
    }
  }
}
