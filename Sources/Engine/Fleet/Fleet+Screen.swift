package import EngineCore

// What a screen that stays open asks beside the commands of the shell.
extension Fleet {
  /// Reads the quota of some accounts at once, in the background: nobody waits for it at a prompt.
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

  /// Whose sign-in lies in the user's own codex home, nil if there is none or the pool has it already.
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
