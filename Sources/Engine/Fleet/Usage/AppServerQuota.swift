import EngineCore

/// Reads a quota through codex's own app-server, for when swop's own client cannot read the answer.
struct AppServerQuota: Sendable {
  let world: FleetConfiguration
  let homes: CodexHomes
  let layout: SandboxLayout
  let forced: ForcedSignIns

  /// The quota of one account.
  @Sendable func reading(of account: Account) async throws(ReadingError) -> QuotaReading {
    // Where its configuration excludes an account, codex says only that it is not signed in.
    let place = RunPlace(
      directory: layout.sandbox(account.key).codexHome, arguments: [], binary: nil)
    if let rule = await forced.exclusions(of: [account], at: place)[account.id] {
      throw .unreadable(label: account.label.text, detail: rule.clause)
    }
    do {
      let home = try await homes.home(of: account)
      let server = try await AppServer.start(home, runner: world.processes, time: world.time)
      do {
        let reading = try await server.quota()
        await server.close()
        return reading
      } catch {
        await server.close()
        throw error
      }
    } catch {
      let detail = (error as? any EngineError)?.message ?? "codex gave no answer."
      throw .unreadable(label: account.label.text, detail: PlainSentence.clause(detail))
    }
  }
}
