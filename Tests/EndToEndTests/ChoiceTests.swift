import Engine
import EngineCore
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Which account a run gets, end to end", .serialized)
struct ChoiceTests {
  /// Three accounts: `b` has the most left of its week.
  private static func household() async throws -> Household {
    let house = try await Household([
      StandinAccount("a", windows: [.fiveHours(used: 10), .week(used: 60)]),
      StandinAccount("b", windows: [.fiveHours(used: 10), .week(used: 20)]),
      StandinAccount("c", windows: [.fiveHours(used: 10), .week(used: 40)]),
    ])
    for name in ["a", "b", "c"] { try await house.bring(name) }
    return house
  }

  private static func usedUp(_ seconds: Int) -> [StandinWindow] {
    [.fiveHours(used: 10), .week(used: 100, resetsInSeconds: seconds)]
  }

  @Test("flag, then SWOP_ACCOUNT, then the default account, then the strategy")
  func order() async throws {
    let house = try await Self.household()
    func taken(_ flags: [String], _ variables: [String: String?] = [:]) async throws -> String {
      let ran = try await house.swop(
        ["codex"] + flags + ["exec", "--skip-git-repo-check", "hi"], variables: variables)
      #expect(ran.status == 0, "\(ran)")
      return ran.output
    }

    #expect(try await taken([]) == "answered by b\n")
    #expect(try await house.swop(["set", "c"]).status == 0)
    #expect(try await taken([]) == "answered by c\n")
    #expect(try await taken([], ["SWOP_ACCOUNT": "a"]) == "answered by a\n")
    #expect(try await taken(["--account", "b"], ["SWOP_ACCOUNT": "a"]) == "answered by b\n")
    #expect(try await taken(["--auto"], ["SWOP_ACCOUNT": "a"]) == "answered by b\n")
    #expect(try await house.swop(["unset"]).status == 0)
    #expect(try await taken([]) == "answered by b\n")
    #expect(try await taken(["--auto", "--strategy", "drain"]).hasPrefix("answered by "))
  }

  @Test("a default account that cannot be used is passed over with a sentence")
  func defaultPassedOver() async throws {
    let house = try await Self.household()
    #expect(try await house.swop(["set", "a"]).status == 0)
    await house.server.standin.update { state, now in
      state.add(StandinAccount("a", windows: Self.usedUp(86_400)), at: now)
    }
    _ = try await house.swop(["status", "-R"])

    let ran = try await house.swop(["codex", "exec", "--skip-git-repo-check", "hi"])

    #expect(ran.status == 0 && ran.output == "answered by b\n", "\(ran)")
    #expect(ran.errors.contains("swop: The default account a is passed over: "), "\(ran)")
    #expect(try await house.status("default") == ["a": true, "b": false, "c": false])
  }

  @Test("a named account fails rather than being replaced", arguments: [true, false])
  func absolute(byFlag: Bool) async throws {
    let house = try await Self.household()
    await house.server.standin.update { state, now in
      state.add(StandinAccount("a", windows: Self.usedUp(86_400)), at: now)
    }
    _ = try await house.swop(["status", "-R"])

    let ran = try await house.swop(
      ["codex", "--json"] + (byFlag ? ["--account", "A"] : []) + ["exec", "hi"],
      variables: byFlag ? [:] : ["SWOP_ACCOUNT": "A"])
    let unknown = try await house.swop(
      ["codex", "--json"] + (byFlag ? ["--account", "aa"] : []) + ["exec", "hi"],
      variables: byFlag ? [:] : ["SWOP_ACCOUNT": "aa"])

    #expect(ran.status == 3 && ran.error?["code"] == "account_unusable", "\(ran)")
    #expect(unknown.status == 2 && unknown.error?["code"] == "unknown_account", "\(unknown)")
    #expect(await house.turns() == [])
  }

  @Test("several runs at once on one account and on many all speak for their own")
  func concurrent() async throws {
    let house = try await Self.household()

    let outputs = try await withThrowingTaskGroup(of: [String].self) { group in
      for name in ["a", "b", "c", "b"] {
        group.addTask {
          let ran = try await house.codex(as: name, "hi")
          return [name, "\(ran.status)", ran.output]
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    let expected = ["a", "b", "b", "c"].map { [$0, "0", "answered by \($0)\n"] }
    #expect(outputs.sorted { $0[0] < $1[0] } == expected)
    #expect(await house.server.standin.counters.reuses == 0)
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements ?? []
    #expect(runs.count == 4 && runs.allSatisfy { $0["status"] == 0 }, "\(runs)")
  }

  @Test("all blocked: exit 3, the earliest reset, one JSON error; an unknown reset is not invented")
  func allBlocked() async throws {
    let house = try await Household([
      StandinAccount("a", windows: Self.usedUp(7_200)),
      StandinAccount("b", windows: Self.usedUp(3_600)),
    ])
    for name in ["a", "b"] { try await house.bring(name) }

    let ran = try await house.swop(["codex", "exec", "hi"])
    let json = try await house.swop(["codex", "--json", "exec", "hi"])
    let best = try await house.swop(["best", "--json"])
    let resets = try await house.status("blocked_until")

    #expect(ran.status == 3 && ran.output == "", "\(ran)")
    #expect(ran.errors.contains("swop: All accounts blocked until 20"), "\(ran)")
    #expect(json.status == 3 && json.error?["code"] == "all_blocked", "\(json)")
    #expect(best.status == 3, "\(best)")
    let reported = try best.json()
    #expect(reported["selected"] == .null && reported["blocked_until"] == resets["b"], "\(best)")
    #expect(resets["b"]?.text ?? "" < resets["a"]?.text ?? "", "\(resets)")

    // The server refuses without any window that says until when.
    await house.server.standin.update { state, now in
      for name in ["a", "b"] {
        var account = StandinAccount(name, windows: [.fiveHours(used: 10), .week(used: 10)])
        account.isAllowed = false
        state.add(account, at: now)
      }
    }
    _ = try await house.swop(["status", "-R"])
    let unknown = try await house.swop(["best"])
    #expect(unknown.status == 3 && unknown.errors.contains("reset time unknown"), "\(unknown)")
    #expect(try await house.status("state") == ["a": "blocked", "b": "blocked"])
  }

  @Test("usage unavailable and never read: unknown, never 0, never chosen, but usable by name")
  func unknownUsage() async throws {
    let house = try await Household([StandinAccount("a")])
    await house.server.standin.script(Behaviour(.status(503), on: .usage), for: nil)
    try await house.bring("a")

    let status = try await house.swop(["status", "-R", "--json"]).json()["accounts"]?.elements
    let best = try await house.swop(["best"])
    let ran = try await house.codex(as: "a", "hi")

    #expect(status?.map { $0["state"] } == ["unknown"])
    #expect(status?.map { $0["windows"] } == [[]])
    #expect(status?.first?["error"]?["code"]?.text != nil, "\(String(describing: status))")
    #expect(best.status == 3, "\(best)")
    #expect(ran.status == 0, "\(ran)")
  }

  @Test("the server cannot be asked: the old reading counts, with its age and the reason")
  func stale() async throws {
    let house = try await Self.household()
    await house.server.standin.script(Behaviour(.status(502), on: .usage), for: nil)
    try await house.age(readingsBySeconds: 3_000)

    let status =
      try await house.swop(["status", "-R", "--json"]).json()["accounts"]?.elements ?? []
    let best = try await house.swop(["best"])
    let ran = try await house.swop(["codex", "exec", "--skip-git-repo-check", "hi"])

    #expect(status.map { $0["stale"] } == [true, true, true])
    for account in status {
      let age = account["age_seconds"]?.integer ?? 0
      #expect((3_000..<3_600).contains(age), "\(account)")
      #expect(account["error"]?["message"]?.text != nil, "\(account)")
      #expect(account["state"] == "ready" && account["windows"]?.elements?.count == 2, "\(account)")
    }
    #expect(best.status == 0 && best.output == "b\n" && best.errors.contains("50m"), "\(best)")
    #expect(ran.status == 0 && ran.output == "answered by b\n", "\(ran)")
    #expect(ran.errors.contains("50m"), "\(ran)")
  }

  @Test("older than a day: nothing is guessed")
  func tooOld() async throws {
    let house = try await Self.household()
    await house.server.standin.script(Behaviour(.drop, on: .usage), for: nil)
    try await house.age(readingsBySeconds: 90_000)

    let ran = try await house.swop(["codex", "exec", "--skip-git-repo-check", "hi"])

    #expect(ran.status == 3, "\(ran)")
    #expect(await house.turns() == [])
  }

  @Test("readings older than fifteen minutes are renewed before a run, younger ones are not")
  func renewal() async throws {
    let house = try await Self.household()
    func asked() async -> Int {
      await house.server.standin.entries.count { entry in
        entry.endpoint == .usage && entry.originator == nil
          || entry.endpoint == .usage && entry.userAgent?.contains("swop") == true
      }
    }
    let before = await asked()

    #expect(try await house.swop(["codex", "--account", "b", "features", "list"]).status == 0)
    #expect(await asked() == before)
    try await house.age(readingsBySeconds: 1_000)
    #expect(try await house.swop(["codex", "features", "list"]).status == 0)

    #expect(await asked() == before + 3)
    #expect(try await house.status("stale") == ["a": false, "b": false, "c": false])
  }

  @Test("a server that hangs costs the choice two seconds, not the run")
  func hangingServer() async throws {
    let house = try await Self.household()
    await house.server.standin.script(Behaviour(.hang, on: .usage), for: nil)
    try await house.age(readingsBySeconds: 1_000)

    let ran = try await house.swop(["codex", "features", "list"], limit: .seconds(30))

    #expect(ran.status == 0, "\(ran)")
    #expect(ran.errors.contains("codex runs on b"), "\(ran)")
  }

  @Test("no account at all: exit 3, and how to add one")
  func none() async throws {
    let house = try await Household([])

    let ran = try await house.swop(["codex", "exec", "hi"])

    #expect(ran.status == 3, "\(ran)")
    #expect(ran.errors.hasSuffix("No accounts yet.\nAdd the first one: swop add LABEL\n"))
  }
}

extension Household {
  /// Moves every reading into the past.
  fileprivate func age(readingsBySeconds seconds: Int) async throws {
    try await sql(
      """
      UPDATE reading SET read_at = read_at - \(seconds),
        body = json_set(body, '$.readAt', read_at - \(seconds));
      """)
  }
}
