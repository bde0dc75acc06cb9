import Engine
import EngineCore
import Testing

@testable import EngineStandin

@Suite("Accounts, end to end")
struct AccountTests {
  @Test("two accounts are added by device code, listed, and each run speaks for its own")
  func twoAccounts() async throws {
    let house = try await Household([StandinAccount("work", plan: "team"), StandinAccount("home")])

    for name in ["work", "home"] {
      let added = try await house.add(name)
      #expect(added.status == 0, "\(added)")
    }
    let status = try await house.swop(["status", "--json"]).json()
    async let one = house.codex(as: "work", "say hi")
    async let two = house.codex(as: "home", "say hi")
    let (first, second) = try await (one, two)

    #expect(status["accounts"]?.elements?.map { $0["label"]?.text } == ["work", "home"])
    #expect(status["accounts"]?.elements?.map { $0["plan"]?.text } == ["team", "plus"])
    #expect(first.status == 0 && first.output == "answered by work\n", "\(first)")
    #expect(second.status == 0 && second.output == "answered by home\n", "\(second)")
    let turns = await house.turns()
    #expect(turns.map(\.account).sorted { $0 ?? "" < $1 ?? "" } == ["home", "work"])
  }
}
