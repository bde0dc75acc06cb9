import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("A rotated run whose swop is killed, end to end")
struct RotationDeathTests {
  @Test(
    "codex ends with its swop, and its guard with it",
    arguments: RealCodex.versions)
  func killed(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)
    await house.startsLongTurn()
    async let ran = house.rotated(["hi"])
    let (run, codex) = try await house.runInProgress()

    let guardian = try #require(try await house.guardian(of: run.owner))
    let token = try await house.poolToken()

    house.runner.end(run.owner, byForce: true)

    // The turn goes on for minutes: codex ends because it is told to.
    try await house.eventually { !house.runner.isAlive(codex) }
    #expect(try await ran.status == 137)
    try await house.eventually { !house.runner.isAlive(guardian) }
    // What codex showed meanwhile is worth nothing from the next run on.
    #expect(try await house.rotated(["again"]).status == 0)
    #expect(try await house.poolToken() != token)
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements ?? []
    #expect(runs.count == 2 && runs.last?["label"]?.text == "a", "\(runs)")
  }

  @Test(
    "a codex that ignores the signal to end is killed; one of a guard that was dismissed lives on")
  func stubborn() async throws {
    let runner = PosixProcessRunner()
    func start(_ program: FilePath, _ words: String...) throws -> any ConversingProcess {
      try runner.start(
        ProcessCommand(
          executable: program, arguments: words.map { Argument($0) },
          environment: ProcessEnvironment([:]), directory: "/"))
    }
    let script = "trap '' TERM; echo ready; read -r; echo alive; read -r"
    let codex = try start("/bin/bash", "-c", script)
    #expect(try await codex.readLine() == "ready")

    let patient = try start(try Program.swop, GuardMessage.verb)
    #expect(try await patient.readLine() == GuardMessage.ready)
    try await patient.write(line: GuardMessage.watch(codex.identity).line)
    try await patient.write(line: GuardMessage.dismiss.line)
    await patient.finish(grace: .seconds(30))
    try await codex.write(line: "go on")
    #expect(try await codex.readLine() == "alive")

    let angry = try start(try Program.swop, GuardMessage.verb)
    #expect(try await angry.readLine() == GuardMessage.ready)
    try await angry.write(line: GuardMessage.watch(codex.identity).line)
    await angry.finish(grace: .seconds(30))
    #expect(try await codex.readLine() == nil)
    await codex.finish(grace: .zero)
  }

  @Test("the keys that end codex do not reach its guard, which ends with it")
  func keys() async throws {
    let house = try await Household.ofTwo()
    await house.startsLongTurn()
    async let ran = house.rotated(["hi"])
    let (run, codex) = try await house.runInProgress()
    let guardian = try #require(try await house.guardian(of: run.owner))

    let group = try await house.tool("/usr/bin/ps", ["-o", "pgid=", "-p", "\(guardian.pid)"])
    house.runner.end(codex, byForce: false)

    #expect(group.output.filter { $0 != " " } == "\(guardian.pid)\n")
    _ = try await ran
    #expect(!house.runner.isAlive(guardian))
  }
}

extension LogEntry {
  /// Whether it asked for a turn over HTTP, which the stand-in answers.
  fileprivate var isTurn: Bool { endpoint == .responses && method == "POST" }
}

extension Household {
  /// The guard of a wrapper's run.
  func guardian(of wrapper: ProcessIdentity) async throws -> ProcessIdentity? {
    let found = try await tool("/usr/bin/pgrep", ["-P", "\(wrapper.pid)", "-f", "run-guard$"])
    return Int32(found.output.filter { $0 != "\n" }).flatMap { runner.identity(of: $0) }
  }
}

extension Household {
  /// The next turn on the account a takes minutes.
  fileprivate func startsLongTurn() async {
    await server.standin.script(
      Behaviour(.drip(deltas: 10_000, milliseconds: 20), on: .responses, times: 1), for: "a")
  }

  /// The run whose turn has reached the backend, and its codex.
  fileprivate func runInProgress() async throws -> (run: RunRecord, codex: ProcessIdentity) {
    #expect(await server.standin.wait { $0.entries.contains { $0.isTurn } })
    let run = try #require(
      try StateDatabase(path: folder / "root" / "state.db").openRuns().first)
    return (run, try #require(run.process))
  }
}
