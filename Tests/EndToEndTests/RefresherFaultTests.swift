import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Servers that fail while quotas are read, end to end")
struct RefresherFaultTests {
  /// A fault of the server of quotas, and how it is told.
  struct Trouble: Sendable, CustomTestStringConvertible {
    let fault: Fault
    let code: String
    var testDescription: String { "\(fault.name) is told as \(code)" }
  }

  private static let troubles = [
    Trouble(fault: .hang, code: "timed_out"),
    Trouble(fault: .delay(milliseconds: 60_000), code: "timed_out"),
    Trouble(fault: .drop, code: "network"),
    Trouble(fault: .cut(deltas: 1), code: "network"),
    Trouble(fault: .stall(deltas: 1), code: "timed_out"),
    Trouble(fault: .malformed, code: "unreadable"),
    Trouble(fault: .huge(bytes: 32 << 20), code: "unreadable"),
    Trouble(fault: .status(500), code: "server"),
    Trouble(fault: .status(503, body: "<html>down</html>"), code: "server"),
    Trouble(fault: .status(403), code: "blocked"),
    Trouble(fault: .status(402), code: "blocked"),
    Trouble(fault: .status(404), code: "unreadable"),
    Trouble(fault: .slowDown(retryAfterSeconds: 30), code: "limited"),
  ]

  @Test("the last reading stays, with the reason why there is no newer one", arguments: troubles)
  func trouble(_ trouble: Trouble) async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("home")])
    for name in ["work", "home"] { try #require(try await house.importAccount(name).status == 0) }
    let before = try await house.status(["status", "--json"])
    await house.server.standin.script(Behaviour(trouble.fault, on: .usage), for: "work")

    // Much longer than the two seconds that a reading may take, much shorter than any other limit.
    let after = try await house.status(["status", "-R", "--json"], limit: .seconds(12))

    #expect(after["work"]?["error"]?["code"]?.text == trouble.code, "\(after)")
    for member in ["windows", "read_at", "plan", "account_id"] {
      #expect(after["work"]?[member] == before["work"]?[member], "\(member)")
    }
    #expect(after["home"]?.isWell == true)
    #expect(after["home"]?["state"]?.text == "ready")
  }

  @Test("without any reading the state is unknown, never zero")
  func noReading() async throws {
    let house = try await Household([StandinAccount("work")])
    await house.server.standin.script(Behaviour(.status(502), on: .usage), for: "work")
    try #require(try await house.importAccount("work").status == 0)

    let status = try await house.status(["status", "-R", "--json"])

    #expect(status["work"]?["state"]?.text == "unknown")
    #expect(status["work"]?["windows"]?.elements == [])
    #expect(status["work"]?["error"]?["code"]?.text == "server")
  }

  @Test("a server that refuses the bearer once costs one renewal, and the reading arrives")
  func refusedOnce() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.importAged("work", living: 864_000)
    await house.server.standin.update { state, _ in state.revokeBearers(of: "work") }

    let status = try await house.status(["status", "-R", "--json"], limit: .seconds(12))

    #expect(status["work"]?.isWell == true, "\(status)")
    let counters = await house.server.standin.counters
    #expect(counters.refreshes == ["work": 1])
    #expect(counters.reuses == 0)
  }

  /// Faults of the server of tokens while the bearer still has ten minutes.
  private static let tokenFaults: [Fault] =
    [.drop, .status(500), .status(503), .malformed, .status(429)] + (Soak.isOn ? [.hang] : [])

  @Test("a failing server of tokens costs nothing while the bearer lives", arguments: tokenFaults)
  func tokenServer(_ fault: Fault) async throws {
    let house = try await Household([StandinAccount("work")])
    await house.server.standin.script(Behaviour(fault, on: .token), for: nil)
    try await house.importAged("work", living: 600)

    for _ in 0..<3 {
      let status = try await house.status(["status", "-R", "--json"], limit: .seconds(40))
      // A server that hangs is waited for longer than a reading may take.
      #expect(status["work"]?.isWell == true, "\(status)")
    }

    #expect(await house.server.standin.counters.reuses == 0)
  }

  @Test(
    "a token that is bought while the program ends is stored all the same",
    arguments: [
      ["status", "-R", "--json"],
      ["codex", "--account", "work", "exec", "--skip-git-repo-check", "hi"],
    ])
  func boughtLate(_ words: [String]) async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.importAged("work", living: 600)
    await house.server.standin.script(
      Behaviour(.delay(milliseconds: 4_000), on: .token, times: 1), for: nil)

    _ = try await house.swop(words)
    let status = try await house.status(["status", "-R", "--json"])

    #expect(status["work"]?.isWell == true, "\(status)")
    let counters = await house.server.standin.counters
    #expect(counters.reuses == 0)
    #expect(counters.refreshes == ["work": 1])
  }
}

extension Household {
  /// Runs the program and signals it as soon as the stand-in has seen something.
  fileprivate func swop(
    _ words: [String], signalled signal: String,
    when condition: @escaping @Sendable (StandinState) -> Bool
  ) async throws -> Printed {
    // The shell tells its own number, which the program then has.
    let note = folder / "pid"
    let script = "echo $$ > \"$0.new\"; mv \"$0.new\" \"$0\"; exec \"$@\""
    let command = ProcessCommand(
      executable: "/bin/sh",
      arguments: (["-c", script, note.text, try Program.swop.text] + words).map { Argument($0) },
      environment: environment, directory: folder / "work")
    async let ended = runner.run(command, limit: .seconds(60))
    #expect(await server.standin.wait(until: condition))
    let pid = String(decoding: try DiskFileSystem().read(note).filter { $0 > 32 }, as: UTF8.self)
    let kill = ProcessCommand(
      executable: "/bin/kill", arguments: ["-" + signal, pid].map { Argument($0) },
      environment: environment)
    _ = try await runner.run(kill, limit: .seconds(10))
    return Printed(try await ended)
  }

  /// The accounts of a status in JSON, by label.
  fileprivate func status(
    _ words: [String], limit: Duration = .seconds(60)
  ) async throws -> [String: EngineCore.JSONValue] {
    let printed = try await swop(words, limit: limit)
    #expect(printed.status == 0, "\(printed)")
    let accounts = try printed.json()["accounts"]?.elements ?? []
    return Dictionary(uniqueKeysWithValues: accounts.map { ($0["label"]?.text ?? "", $0) })
  }
}
