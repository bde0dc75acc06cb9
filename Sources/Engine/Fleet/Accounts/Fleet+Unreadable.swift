import EngineCore

// Accounts whose description cannot be read: damaged, or of another owner. They are shown, never used.
extension Fleet {
  /// How an account is shown that cannot be read, under the name of its folder; nil if that is not the name
  /// of an account.
  static func picture(of damaged: DamagedAccount) -> AccountSnapshot? {
    guard let key = AccountKey(damaged.folder.name), let label = try? Label(key.text) else {
      return nil
    }
    let account = Account(
      id: AccountID("unreadable-\(key)"), key: key, label: label, createdAt: .distantPast,
      identity: .chatGPT(accountID: "", userID: ""))
    return AccountSnapshot(
      account: account, state: .unknown, isDefault: false, reading: nil, isStale: false,
      blockedUntil: nil, error: damaged.error.report, liveRuns: 0)
  }

  /// Refuses a sign-in that an account holds, or may hold, that cannot be read: used twice, it would sign
  /// itself out.
  func requireUnheld(_ identity: Identity, salt: IdentitySalt) async throws {
    for damaged in try accounts.list().damaged {
      let name = damaged.folder.name
      let path = SandboxFolder(damaged.folder).signInFile
      do {
        guard try configuration.files.status(path) != nil else { continue }
        let file = try await AuthFileReader(files: configuration.files, time: configuration.time)
          .read(path)
        guard file.identity(salt: salt) == identity else { continue }
        throw AccountsError.heldUnreadable(name: name, isSame: true, cause: damaged.error.report)
      } catch let error as AccountsError {
        throw error
      } catch {
        try Task.checkCancellation()
        throw AccountsError.heldUnreadable(name: name, isSame: false, cause: damaged.error.report)
      }
    }
  }
}
