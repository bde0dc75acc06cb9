import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rotation over simulated days")
struct SimulationTests {
  @Test(
    "2,000 conversations over days of trouble: nothing lost, answered twice, starved or overtried",
    arguments: [UInt64(1)])
  func days(_ seed: UInt64) {
    var simulation = Simulation(conversations: 2_000, accounts: 6, days: 3, seed: seed)

    simulation.run()

    #expect(simulation.faults == [])
    #expect(simulation.requests.count == 6_000)
    let finished = simulation.requests.values.count { $0.finals.last?.step == .finish }
    #expect(Double(finished) > 0.9 * 6_000)
  }

  @Test("a single account in trouble is used whenever it can serve, and never benched")
  func alone() {
    var simulation = Simulation(conversations: 200, accounts: 1, days: 1, seed: 3)

    simulation.run()

    #expect(simulation.faults == [])
  }

  @Test("the same seed gives the same days")
  func deterministic() {
    let runs = (0..<2).map { _ in
      var simulation = Simulation(conversations: 50, accounts: 3, days: 1, seed: 9)
      simulation.run()
      return simulation.requests.mapValues(\.finals)
    }

    #expect(runs[0] == runs[1])
  }
}
