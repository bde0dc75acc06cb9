import EngineCodex
import EngineKernel
import EngineSandbox

/// Reads a quota through codex's own app-server, for when swop's own client cannot read the answer.
struct AppServerQuota: Sendable {
  private let world: FleetConfiguration
  private let homes: CodexHomes

  private let layout: SandboxLayout

  init(_ world: FleetConfiguration, homes: CodexHomes, layout: SandboxLayout) {
    self.world = world
    self.homes = homes
    self.layout = layout
  }

  /// The quota of one account.
  @Sendable func reading(of account: Account) async throws(ReadingError) -> QuotaReading {
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
