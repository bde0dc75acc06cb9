import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

@Suite("Cleaning up conversations, end to end", .serialized)
struct PruneTests {
  private static let exec = ["exec", "--skip-git-repo-check"]
  /// A hundred, or a thousand with `SWOP_SOAK`: codex reads every other conversation at each deletion.
  private static let count = ThisProcess.environment["SWOP_SOAK"] == "1" ? 1_000 : 100

  @Test("of many conversations exactly the right ones go, and codex goes on with the others")
  func many() async throws {
    let house = try await Household(["a", "b"].map { StandinAccount($0) })
    for name in ["a", "b"] { try await house.bring(name) }
    let model = try await house.talk("a", Self.exec + ["one"])
    let young = try await house.talk("b", Self.exec + ["two"])
    let before = try await house.complaints()
    let crowd = try await ConversationCrowd(house, model: model.id, count: Self.count - 2)
    try await crowd.make()

    let open = try #require(crowd.old.first)
    let lock = try crowd.open(open)
    let doomed = Set(crowd.old).subtracting([open]).subtracting(crowd.pinned)
    #expect(doomed.count > Self.count * 6 / 10)

    let trial = try await house.swop(["sessions", "prune", "--dry-run", "--json"])
    #expect(try trial.json()["count"]?.integer == doomed.count, "\(trial.errors)")
    #expect(try house.rollouts(in: crowd.home).count == Self.count)

    let pruned = try await house.swop(
      ["sessions", "prune", "--json"], limit: .seconds(Self.count * 3))
    #expect(pruned.status == 0, "\(pruned.errors)")
    #expect(try pruned.json()["count"]?.integer == doomed.count)
    #expect(try pruned.json()["kept"]?["open"]?.integer == 1)
    #expect(try pruned.json()["kept"]?["pinned"]?.integer == crowd.pinned.count)
    lock.release()

    let expected = Set(crowd.all + [model.id, young.id]).subtracting(doomed)
    #expect(Set(try await house.rows()) == expected)
    let left = try house.rollouts(in: crowd.home)
    #expect(left.count == expected.count)
    #expect(expected.allSatisfy { id in left.contains { $0.contains(id) } })

    let survivor = try #require(crowd.young.last)
    let resumed = try await house.talk("b", Self.exec + ["resume", survivor, "three"])
    #expect(resumed == Talk(id: survivor, answer: "answered by b\n"))
    #expect(try await house.complaints() == before)
    let events = try await house.swop(["events", "--json"]).output
    #expect(events.components(separatedBy: "conversations_pruned").count == 2)
  }

  @Test(
    "an older codex, and none at all, leave nothing of what was pruned",
    arguments: ["0.144.4", nil])
  func withoutHelp(version: String?) async throws {
    let house = try await Household([StandinAccount("a")])
    try await house.bring("a")
    let model = try await house.talk("a", Self.exec + ["one"])
    let crowd = try await ConversationCrowd(house, model: model.id, count: 12)
    try await crowd.make()
    let doomed = Set(crowd.old).subtracting(crowd.pinned)
    #expect(!doomed.isEmpty)

    let codex = try version.map { try RealCodex(version: $0).executable.text } ?? "/nowhere/codex"
    let pruned = try await house.swop(
      ["sessions", "prune", "--json"], variables: ["SWOP_CODEX_BIN": codex])

    #expect(pruned.status == 0, "\(pruned)")
    #expect(Set(try await house.rows()) == Set(crowd.all + [model.id]).subtracting(doomed))
    #expect(try house.rollouts(in: crowd.home).count == 13 - doomed.count)
  }

  @Test(
    "the setting cleans up along with runs, until all is done for the day, and one event tells it")
  func scheduled() async throws {
    let house = try await Household([StandinAccount("a")])
    try await house.bring("a")
    let model = try await house.talk("a", Self.exec + ["one"])
    let crowd = try await ConversationCrowd(house, model: model.id, count: 60)
    try await crowd.make()
    let doomed = Set(crowd.old).subtracting(crowd.pinned)
    #expect(try await house.swop(["config", "set", "sessions.prune", "30d"]).status == 0)

    var told: [String] = []
    for round in 0..<40 where told.isEmpty {
      // It goes along with a run and is cut short when that ends: the next one goes on with it.
      _ = try await house.talk("a", Self.exec + ["resume", model.id, "round \(round)"])
      told = try await house.told("conversations_pruned")
    }
    // Done for the day.
    _ = try await house.talk("a", Self.exec + ["resume", model.id, "afterwards"])

    #expect(try house.rollouts(in: crowd.home).count == 61 - doomed.count)
    #expect(
      told.count == 1 && told[0].hasPrefix("Removed \(doomed.count) conversations ("), "\(told)")
    #expect(try await house.told("conversations_pruned") == told)
  }
}
