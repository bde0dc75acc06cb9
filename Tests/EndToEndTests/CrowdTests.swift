import Engine
import EngineCore
import Testing

@testable import EngineStandin

@Suite("A crowd of processes, end to end")
struct CrowdTests {
  /// Exit statuses that the documentation names; a run may also end as codex does.
  private static let documented: Set<Int32> = [0, 1, 2, 3, 4, 5, 6, 130]

  /// One process that has ended.
  private struct Ended: Sendable {
    let words: [String]
    let printed: Printed
  }

  @Test("a hundred processes at once on ten accounts lose no change, break no file, reuse no token")
  func hundred() async throws {
    let names = (0..<10).map { "crowd-\($0)" }
    let late = (0..<8).map { "late-\($0)" }
    var settings = StandinSettings.quick
    // A bearer that lives shorter than the time ahead: anyone who looks wants a new one, every five seconds.
    settings.tokenLifetimeSeconds = 600
    let house = try await Household(
      (names + late + ["device"]).map { StandinAccount($0) }, settings: settings)
    for name in names {
      try await house.importAged(name, living: 600)
    }
    await house.server.standin.update { state, _ in state.settings.approver = "device" }

    let ended = try await Self.crowd(names, late, in: house)

    #expect(ended.count == 153)
    for one in ended {
      #expect(Self.documented.contains(one.printed.status), "\(one.words): \(one.printed)")
      let mayFail = one.words[0] == "codex" || one.words[0] == "status"
      #expect(one.printed.status == 0 || mayFail, "\(one.words): \(one.printed)")
    }
    try await Self.checkEnd(of: house, names: names, late: late + ["device"], after: ended)
  }

  /// Everything that was changed is there, as the last change of it wanted.
  private static func checkEnd(
    of house: Household, names: [String], late: [String], after ended: [Ended]
  ) async throws {
    let status = try await house.swop(["status", "-R", "--json"])
    let accounts = try status.json()["accounts"]?.elements ?? []
    let shown = Dictionary(
      uniqueKeysWithValues: accounts.map { ($0["key"]?.text ?? "", $0) })
    #expect(status.errors == "")
    #expect(Set(shown.keys) == Set(names + late))
    for name in names {
      #expect(shown[name]?["label"]?.text == name.uppercased())
      #expect(shown[name]?["enabled"] == .bool(true))
      let hasRun = ended.contains {
        $0.words.starts(with: ["codex", "--account", name]) && $0.printed.status == 0
      }
      #expect((shown[name]?["last_used_at"]?.text != nil) == hasRun)
    }
    #expect(accounts.allSatisfy { $0.isWell }, "\(status.output)")
    for index in 0..<3 {
      let reserve = try await house.swop(["config", "get", "accounts.crowd-\(index).reserve"])
      #expect(reserve.output.contains("\(10 + index)"), "\(reserve)")
    }
    let counters = await house.server.standin.counters
    #expect(counters.reuses == 0)
    #expect(counters.refreshes.count >= names.count)
    #expect(counters.mostOpen["token"] ?? 0 >= 1)
    #expect(try await house.inspection.faults() == [])
  }

  /// Starts everything at once and waits for all of it.
  private static func crowd(
    _ names: [String], _ late: [String], in house: Household
  ) async throws -> [Ended] {
    let quick = try house.quickCodex().text
    var chains: [[[String]]] = []
    for name in names {
      chains.append(renames(of: name))
      chains.append(["disable", "enable", "disable", "enable"].map { [$0, name] })
      for _ in 0..<3 { chains.append([["status", "-R", "--json"]]) }
      for _ in 0..<3 {
        chains.append([["codex", "--account", name, "exec", "--skip-git-repo-check", "quick"]])
      }
    }
    for name in late {
      chains.append([["add", name, "--import", try await house.signInFile(of: name).text]])
    }
    chains.append([["add", "device", "--device-auth"]])
    for name in names.prefix(3) {
      chains.append([["codex", "--account", name, "exec", "--skip-git-repo-check", "real"]])
    }
    for index in 0..<3 {
      chains.append([["config", "set", "accounts.crowd-\(index).reserve", "\(10 + index)"]])
    }
    chains += [[["set", names[0]]], [["events", "--json"]], [["history"]], [["why"], ["unset"]]]
    chains += [[["config", "list"]], [["trash", "list"]], [["completions", "bash"]]]
    return try await withThrowingTaskGroup(of: [Ended].self) { group in
      for chain in chains {
        group.addTask {
          var ended: [Ended] = []
          for words in chain {
            let variables = words.last == "quick" ? ["SWOP_CODEX_BIN": quick] : [:]
            let printed = try await house.swop(
              words, variables: variables.mapValues { $0 }, limit: .seconds(120))
            ended.append(Ended(words: words, printed: printed))
          }
          return ended
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Labels that differ only in their capitals: everyone finds the account by any of them.
  private static func renames(of name: String) -> [[String]] {
    let labels = [name, name.capitalised, name.prefix(4).uppercased() + name.dropFirst(4)]
    let path = labels + [name.uppercased()]
    return zip(path, path.dropFirst()).map { ["rename", $0, $1] }
  }
}

extension String {
  fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
