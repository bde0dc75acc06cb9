import EngineCodex
import EngineKernel
import EngineStandin
import EngineStore
import EngineSystem
import TestSupport
import Testing

@Suite("A rotated run whose swop is killed, end to end")
struct RotationDeathTests {
  @Test(
    "codex gives up and ends: it does not wait for ever for a proxy that is gone",
    arguments: RealCodex.versions)
  func killed(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)
    await house.server.standin.script(
      Behaviour(.drip(deltas: 10_000, milliseconds: 20), on: .responses), for: "a")
    async let ran = house.rotated(["hi"])
    #expect(await house.server.standin.wait { $0.entries.contains { $0.endpoint == .responses } })
    let state = try StateDatabase(path: house.folder / "root" / "state.db")
    let run = try #require(try state.openRuns().first)
    let codex = try #require(run.process)

    house.runner.end(run.owner, byForce: true)

    #expect(try await ran.status == 137)
    try await house.eventually { !house.runner.isAlive(codex) }
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements ?? []
    #expect(runs.map { $0["label"]?.text } == ["a"])
  }
}
