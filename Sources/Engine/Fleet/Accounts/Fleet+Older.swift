import EngineCore

extension Fleet {
  /// Where all accounts are an older tool's, asks whether they may be taken over, and does so.
  func offerToTakeOver(_ dialogue: any RunDialogue) async throws {
    let listing = try accounts.list()
    let labels = listing.older.map(\.label)
    guard listing.accounts.isEmpty, !labels.isEmpty else { return }
    guard await dialogue.mayTakeOver(labels) else {
      throw FleetError.olderAccounts(labels: labels)
    }
    let lock = try await locks.acquire(
      .imports, purpose: "import of accounts", wait: Self.importWait)
    defer { lock.release() }
    var outcome = ImportOutcome()
    try await adoptOlderAccounts(into: &outcome)
    for imported in outcome.imported {
      await dialogue.say("Imported \(imported.account.label).")
      if let notice = imported.notice { await dialogue.say(notice) }
    }
    for skipped in outcome.skipped {
      await dialogue.say(
        [skipped.reason.message, skipped.reason.remedy].compactMap(\.self)
          .joined(separator: " "))
    }
  }

  /// Takes over the accounts of an older tool in this root, each in its own folder. The caller holds the
  /// lock of imports.
  func adoptOlderAccounts(into outcome: inout ImportOutcome) async throws {
    for older in try accounts.list().older {
      do {
        let (account, isLinked) = try await adopt(older)
        note(.accountAdded, account, "taken over from an older tool")
        outcome.imported.append(
          .init(
            account: account, source: older.folder, origin: "older-swop", isShared: false,
            notice: notice(of: older, account, isLinked: isLinked)))
      } catch {
        let report = (error as? any EngineError)?.report ?? TransferError.cancelled.report
        outcome.skipped.append(
          .init(
            title: older.label, source: older.signInFile,
            reason: ErrorReport(
              code: report.code, message: "\(older.label) was not taken over: \(report.message)",
              remedy: report.remedy),
            isFailure: true))
      }
    }
  }

  private func adopt(_ older: OlderAccount) async throws -> (Account, isLinked: Bool) {
    let path = try configuration.files.resolve(older.signInFile)
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: configuration.files, time: configuration.time)
        .read(path)
    } catch {
      throw TransferError.notImportable(path: older.signInFile, reason: error.clause)
    }
    if let flaw = file.importFlaw {
      throw TransferError.notImportable(path: older.signInFile, reason: flaw)
    }
    guard let identity = file.identity(salt: try await identitySalt()) else {
      throw SignInError.nameless
    }
    let link = layout.sharedHome / "auth.json"
    let isLinked =
      (try? configuration.files.status(link))?.kind == .link
      && (try? configuration.files.resolve(link)) == path
    let taken = try accounts.list().accounts.map(\.label)
    let label = LabelProposal.label(
      name: older.label, email: file.claims?.email, plan: file.plan, taken: taken)
    let account = try await accounts.adopt(
      older, as: label,
      signIn: SignInSummary(identity: identity, email: file.claims?.email, plan: file.plan),
      link: link)
    return (account, isLinked)
  }

  /// Where the rest of the older account is, and what plain codex uses now.
  private func notice(of older: OlderAccount, _ account: Account, isLinked: Bool) -> String {
    var text =
      "Configuration and conversations of \(account.label) that were its own stay in "
      + "\(older.codexHome)."
    guard isLinked else { return text }
    text += " \(layout.sharedHome / "auth.json") leads to its sign-in as before."
    let kept = layout.sharedHome / "auth.json.swop-backup"
    if configuration.files.exists(kept) {
      text += " The older tool kept codex's own sign-in in \(kept)."
    }
    return text
  }
}
