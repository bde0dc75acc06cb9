import EngineCore

/// Deletes conversations of one home through codex itself, so that everything goes that a version hangs
/// on them. Codex works in a passing home without a sign-in whose folders of conversations are the other's:
/// it has nobody's token, and leaves nothing behind.
struct ConversationDeleter: Sendable {
  let world: FleetConfiguration
  let layout: SandboxLayout
  let accounts: AccountStore
  let homes: CodexHomes

  /// Deletes what can be deleted, one after another.
  ///
  /// - Parameters:
  ///   - doomed: conversations of `home`.
  ///   - home: the home that holds them.
  ///   - isStillDoomed: asked right before each one: a person may have opened it meanwhile.
  /// - Returns: The identities of those that codex deleted; the others are left to the caller.
  /// - Throws: `AccountsError` if there is no place to work in.
  func delete(
    _ doomed: [ConversationRecord], in home: FilePath,
    isStillDoomed: (ConversationRecord) -> Bool
  ) async throws -> Set<String> {
    let staging = try await accounts.beginStaging()
    var deleted: Set<String> = []
    do {
      let server = try await start(in: staging.sandbox, for: home)
      for conversation in doomed where isStillDoomed(conversation) {
        if Task.isCancelled { break }
        guard (try? await server.deleteThread(conversation.id)) != nil else { continue }
        deleted.insert(conversation.id)
      }
      await server.close()
    } catch is any EngineError {
      // No codex, or one that cannot be talked to: the caller does it without.
    }
    try await accounts.discard(staging)
    return deleted
  }

  private func start(in sandbox: SandboxFolder, for home: FilePath) async throws -> AppServer {
    for name in ["sessions", "archived_sessions", "thread-writer-locks"]
    where world.files.exists(home / name) {
      try world.files.createLink(sandbox.codexHome / name, to: home / name)
    }
    let binary = try await homes.binary()
    let use = SandboxUse(folder: sandbox, mode: .relaxed, sharesHistory: false)
    var environment =
      SandboxEnvironment(inherited: world.environment, use: use, layout: layout).environment
    environment["CODEX_SQLITE_HOME"] = home.text
    let codex = CodexHome(
      binary: binary, folder: sandbox.codexHome, environment: environment,
      flags: CodexFlags.direct(chatGPTBaseURL: world.addresses.chatGPTOverride))
    return try await AppServer.start(codex, runner: world.processes, time: world.time)
  }
}
