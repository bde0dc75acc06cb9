#if os(Linux)
  import EngineCore
  @testable import Engine
  @testable import EngineStandin
  import Testing

  @Suite("Two accounts at once, watched through their system calls")
  struct TraceTests {
    /// Two accounts and what codex did for each while both ran.
    private struct Pair {
      let house: Household
      let first: TracedProgram
      let second: TracedProgram

      var writtenByBoth: Set<FilePath> {
        Set(first.written.keys).intersection(second.written.keys).filter {
          !TraceTests.keepsNothing($0)
        }
      }
    }

    private static let names = ["work", "home"]

    /// Runs both accounts at once; the server makes each turn take a moment.
    private func pair(codex version: String, isolation: IsolationMode) async throws -> Pair {
      let house = try await Household(Self.names.map { StandinAccount($0) }, codex: version)
      for name in Self.names {
        await house.server.standin.update { state, _ in state.settings.approver = name }
        let added = try await house.swop(
          ["add", name, "--device-auth", "--isolation", isolation.rawValue])
        try #require(added.status == 0, "\(added)")
        await house.server.standin.script(
          Behaviour(.delay(milliseconds: 1500), on: .responses), for: name)
      }
      async let one = house.traced(Self.command("work"))
      async let two = house.traced(Self.command("home"))
      let runs = try await [one, two]
      for (name, run) in zip(Self.names, runs) {
        try #require(
          run.printed.status == 0 && run.printed.output == "answered by \(name)\n",
          "\(run.printed)")
      }
      return Pair(
        house: house, first: try house.codexWork(in: runs[0]),
        second: try house.codexWork(in: runs[1]))
    }

    private static func command(_ name: String) -> [String] {
      ["codex", "--account", name, "exec", "--skip-git-repo-check", "say hi"]
    }

    @Test(
      "relaxed: two runs at once write nothing in common but what the sharing list names",
      arguments: ["0.163.0", "0.156.0"])
    func relaxed(codex version: String) async throws {
      let pair = try await pair(codex: version, isolation: .relaxed)

      let shared = SharedPlaces(home: pair.house.layout.sharedHome)
      #expect(pair.writtenByBoth.filter { !shared.contains($0) } == [])
      expectOverlap(pair)
      expectOwnPlaces(pair) { shared.contains($0) }
      await expectOwnIdentity(pair)
      report("relaxed", version, pair)
    }

    @Test(
      "strict: two runs at once write nothing in common at all", arguments: ["0.163.0", "0.156.0"])
    func strict(codex version: String) async throws {
      let pair = try await pair(codex: version, isolation: .strict)

      #expect(pair.writtenByBoth == [])
      expectOverlap(pair)
      expectOwnPlaces(pair) { _ in false }
      await expectOwnIdentity(pair)
      #expect(!pair.house.exists(pair.house.layout.sharedHome))
      report("strict", version, pair)
    }

    /// Two runs one after the other would prove nothing.
    private func expectOverlap(_ pair: Pair) {
      #expect(pair.first.span.overlaps(pair.second.span))
      #expect(pair.first.written.count > 20 && pair.second.written.count > 20)
    }

    /// Everything written is in the own sandbox or is shared, and neither looked into the other's.
    private func expectOwnPlaces(_ pair: Pair, _ isShared: (FilePath) -> Bool) {
      let sandboxes = Self.names.map { pair.house.layout.accounts / $0 }
      for (program, (own, other)) in [
        (pair.first, (sandboxes[0], sandboxes[1])), (pair.second, (sandboxes[1], sandboxes[0])),
      ] {
        let elsewhere = program.written.keys.filter { path in
          !path.isInside(own) && !isShared(path) && !Self.keepsNothing(path)
        }
        #expect(elsewhere == [])
        #expect(program.opened.filter { $0.isInside(other) } == [])
      }
    }

    /// Whether what is written there is gone at once.
    private static func keepsNothing(_ path: FilePath) -> Bool {
      path == "/dev/null"
    }

    private func expectOwnIdentity(_ pair: Pair) async {
      let entries = await pair.house.server.standin.entries
      let accounts = Self.names.map { StandinAccount($0) }
      let identities = Dictionary(uniqueKeysWithValues: accounts.map { ($0.name, $0.accountID) })
      let foreign = entries.filter { entry in
        guard let account = entry.account, let id = entry.accountID else { return false }
        return identities[account] != id
      }
      #expect(foreign.map(\.path) == [])
      let turns = entries.filter { $0.endpoint == .responses && !$0.isUpgrade }
      #expect(Set(turns.compactMap(\.account)) == Set(Self.names))
      #expect(Set(turns.compactMap(\.threadID)).count == 2)
    }

    /// The figures that `docs/isolation.md` states.
    private func report(_ mode: String, _ version: String, _ pair: Pair) {
      print(
        "\(mode), codex \(version): \(pair.first.written.count) and \(pair.second.written.count) "
          + "paths written by \(pair.first.writeCount) and \(pair.second.writeCount) calls, "
          + "\(pair.writtenByBoth.count) by both")
      for path in pair.writtenByBoth.map(\.text).sorted() { print("both:", path) }
    }
  }
#endif
