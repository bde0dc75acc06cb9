import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("What scripts read, end to end", .serialized)
struct ChoiceOutputTests {
  /// Two accounts, one of them the default, and a run of each kind of end.
  private static func household() async throws -> Household {
    let house = try await Household([
      StandinAccount("work", plan: "team", windows: [.fiveHours(used: 36), .week(used: 29)]),
      StandinAccount("home", windows: [.fiveHours(used: 10), .week(used: 60)]),
    ])
    for name in ["work", "home"] { try await house.bring(name) }
    _ = try await house.swop(["set", "home"])
    return house
  }

  @Test("every report is one object on one line, schema first, members in their order")
  func shapes() async throws {
    let house = try await Self.household()
    let account = [
      "label", "key", "enabled", "default", "state", "plan", "email", "account_id", "kind",
      "expires_at", "last_used_at", "windows", "credits", "read_at", "age_seconds", "stale",
      "blocked_until", "error",
    ]
    let ranked = ["label", "rank", "viable", "reason", "used_percent", "age_seconds"]
    let ranking = [
      "schema_version", "selected", "strategy", "reason", "blocked_until", "ranking",
      "project",
    ]

    for words in [["status", "--json"], ["status", "-R", "--json"]] {
      let status = try await house.report(words)
      #expect(
        status.names == [
          "schema_version", "generated_at", "default_account", "accounts", "project",
        ],
        "\(words)")
      #expect(status["default_account"] == "home")
      #expect(status["accounts"]?.elements?.map(\.names) == [account, account])
      let first = status["accounts"]?.elements?.first
      #expect(first?["plan"] == "team" && first?["state"] == "ready" && first?["stale"] == false)
      #expect(first?["windows"]?.elements?.map { $0["name"] } == ["5h", "week"])
      #expect(first?["windows"]?.elements?.map { $0["left_percent"]?.double } == [64, 71])
      #expect(first?["windows"]?.elements?.map { $0["length_seconds"] } == [18_000, 604_800])
    }
    for command in ["best", "why"] {
      let report = try await house.report([command, "--json"])
      #expect(report.names == ranking, "\(command)")
      #expect(report["selected"] == "work" && report["strategy"] == "most-left", "\(command)")
      #expect(report["ranking"]?.elements?.map(\.names) == [ranked, ranked], "\(command)")
      #expect(report["ranking"]?.elements?.map { $0["rank"] } == [1, 2], "\(command)")
    }
    let why = try await house.report(["why", "home", "--json"])
    #expect(why.names == ["schema_version", "account"] && why["account"]?.names == ranked)
  }

  @Test("history and events tell what ran and what happened")
  func past() async throws {
    let house = try await Self.household()
    _ = try await house.codex(as: "work", "hi")
    let failed = try await house.swop(["codex", "--account", "home", "exec", "--no-such-flag"])
    #expect(failed.status == 2, "\(failed)")

    let history = try await house.report(["history", "--json"])
    let events = try await house.report(["events", "--json"])

    let runs = history["runs"]?.elements ?? []
    let members = [
      "run", "label", "subcommand", "directory", "codex_version", "rotated", "started_at",
      "ended_at", "status",
    ]
    #expect(runs.map(\.names) == [members, members])
    #expect(runs.map { $0["label"] } == ["home", "work"])
    #expect(runs.map { $0["status"] } == [2, 0])
    #expect(runs.allSatisfy { $0["codex_version"] == "0.163.0" && $0["subcommand"] == "exec" })
    let told = events["events"]?.elements ?? []
    let shape = ["number", "at", "kind", "label", "run", "message", "move"]
    #expect(told.allSatisfy { $0.names == shape })
    let kinds = told.compactMap { $0["kind"]?.text }
    #expect(kinds.filter { $0 == "account_added" }.count == 2, "\(kinds)")
    #expect(kinds.filter { $0 == "run_started" }.count == 2, "\(kinds)")
    #expect(kinds.filter { $0 == "run_ended" }.count == 2, "\(kinds)")
    #expect(told.compactMap { $0["number"]?.integer } == told.indices.map { $0 + 1 })
  }

  @Test("--watch and -f print one object a line while they stay, and end with 130 at Ctrl-C")
  func staying() async throws {
    let house = try await Self.household()

    let program = try Program.swop.text
    try await house.inShell { shell in
      for words in ["status --watch --json", "events -f --json"] {
        try await shell.type("\(program) \(words) > stream\n")
        let path = house.folder / "work" / "stream"
        let before = try await house.lines(of: path, atLeast: 1).count
        _ = try await house.swop([before % 2 == 0 ? "enable" : "disable", "work"])
        _ = try await house.swop(["rename", "work", "work2"])
        _ = try await house.swop(["rename", "work2", "work"])
        let lines = try await house.lines(of: path, atLeast: before + 1)
        for line in lines {
          let object = try JSONReader.value(in: Array(line.utf8))
          #expect(object.names.first == "schema_version", "\(line)")
        }
        try await shell.type("\u{3}")
        try await shell.see("@@ ")
        try await shell.type("echo sta''tus=$?\n")
        try await shell.see("status=130")
        try await shell.see("@@ ")
      }
    }
  }

  @Test("a segment for a status bar is one line of the default account")
  func segment() async throws {
    let house = try await Self.household()

    let usual = try await house.swop(["status", "--format", "default"])
    let own = try await house.swop(["status", "--format", "{account} {window}={left}"])

    #expect(usual.status == 0, "\(usual)")
    #expect(usual.output.hasPrefix("5h:90%(") && usual.output.contains(" wk:40%("), "\(usual)")
    #expect(usual.output.split(separator: "\n").count == 1, "\(usual)")
    #expect(own.output.hasPrefix("home 5h="), "\(own)")
  }

  @Test("status never waits for a server that hangs")
  func offline() async throws {
    let house = try await Self.household()
    await house.server.standin.script(Behaviour(.hang), for: nil)
    let before = await house.server.standin.entries.count

    for words in [["status"], ["best"], ["why"], ["status", "--plain"], ["history"]] {
      #expect(try await house.swop(words, limit: .seconds(10)).status == 0, "\(words)")
    }

    #expect(await house.server.standin.entries.count == before)
    let read = try await house.swop(["status", "-R", "--json"], limit: .seconds(20)).json()
    let errors = read["accounts"]?.elements?.map { $0["error"]?["code"]?.text }
    #expect(errors?.allSatisfy { $0 != nil } == true, "\(read)")
  }
}

extension EngineCore.JSONValue {
  /// The names of an object's members in order.
  fileprivate var names: [String] { members?.map(\.name) ?? [] }
}

extension Household {
  /// The report of a command that must succeed: one object on one line, and nothing else.
  fileprivate func report(_ words: [String]) async throws -> EngineCore.JSONValue {
    let printed = try await swop(words)
    guard printed.status == 0, printed.errors == "", printed.output.hasSuffix("}\n"),
      printed.output.filter({ $0 == "\n" }).count == 1
    else { throw SessionTerminal.Unexpected(description: "\(printed)") }
    return try printed.json()
  }

  /// The whole lines of a file, once there are enough.
  fileprivate func lines(of path: FilePath, atLeast count: Int) async throws -> [String] {
    for _ in 0..<300 {
      let text = String(decoding: (try? bytes(path)) ?? [], as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if lines.count >= count { return lines.map(String.init) }
      try await SystemTimeSource().sleep(for: .milliseconds(100))
    }
    throw SessionTerminal.Unexpected(description: "\(path.text) has fewer than \(count) lines")
  }
}
