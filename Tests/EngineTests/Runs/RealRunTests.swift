import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("Runs of the real codex", .serialized, .timeLimit(.minutes(10)))
struct RealRunTests {
  @Test(
    "a run does its turn on the account, and is seen while it lives", arguments: RealCodex.versions)
  func liveRun(version: String) async throws {
    let scene = try await RealRunScene(version)
    let listener = RunListener()
    _ = try await scene.launcher.run(scene.order, voice: listener.voice)
    #expect(await scene.server.standin.counters.turns == ["work": 1])
    #expect(listener.lines == ["codex runs on work."])
    let live = LiveHome(files: scene.files, runner: scene.runner)
    #expect(live.isQuiet(scene.home))

    await scene.server.standin.script(Behaviour(.hang, on: .responses), for: "work")
    let task = Task { try await scene.launcher.run(scene.order, voice: listener.voice) }
    let asked = await scene.server.standin.wait { $0.counters.mostOpen["responses"] != nil }
    while live.isQuiet(scene.home) && asked && !Task.isCancelled { await Task.yield() }
    let counts = try scene.registry.liveCounts()

    #expect(asked)
    #expect(counts == [scene.account.id: 1])
    #expect(live.users(of: scene.home) == [.codex])
    task.cancel()
    _ = await task.result
    #expect(try scene.registry.liveRuns() == [])
    #expect(live.isQuiet(scene.home))
    await scene.server.stop()
  }

  @Test(
    "conversations of newer versions lead through the shared home",
    arguments: ["0.163.0", "0.156.0"])
  func sharedRows(version: String) async throws {
    let scene = try await RealRunScene(version)

    let run = try await scene.launcher.run(scene.order, voice: RunListener().voice)

    #expect(run.end == .exited(0))
    let query = try await scene.runner.run(
      ProcessCommand(
        executable: "/usr/bin/python3",
        arguments: [
          "-c",
          """
          import glob, sqlite3, sys
          for name in glob.glob(sys.argv[1] + '/state_*.sqlite'):
              for row in sqlite3.connect(name).execute('select rollout_path from threads'): print(row[0])
          """, Argument(scene.layout.sharedHome.text),
        ], environment: ProcessEnvironment()), limit: .seconds(60))
    let rows = String(decoding: query.standardOutput.reveal(), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows.count == 1)
    #expect(rows.allSatisfy { $0.hasPrefix(scene.layout.sharedHome.text + "/sessions/") })
    await scene.server.stop()
  }

  @Test("a dead session is renewed and the run repeated, once", arguments: RealCodex.versions)
  func deadSession(version: String) async throws {
    let scene = try await RealRunScene(version)
    await scene.signOut()
    let listener = RunListener(signIn: { true })
    let voice = RunVoice(say: listener.voice.say) { account, reason in
      try await scene.signIn()
      return try await listener.voice.renew(account, reason)
    }

    let run = try await scene.launcher.run(scene.order, voice: voice)

    #expect(run == LaunchedRun(end: .exited(0), run: RunID(2), isExpired: false))
    #expect(listener.offers == ["work: the server refuses it"])
    #expect(try scene.store.runs(since: nil, limit: 9).map(\.end) == [.exited(0), .exited(1)])
    #expect(await scene.server.standin.counters.turns == ["work": 1])
    await scene.server.stop()
  }

  @Test("a usage limit is no reason to sign in", arguments: RealCodex.versions)
  func usageLimit(version: String) async throws {
    let scene = try await RealRunScene(version)
    await scene.server.standin.script(
      Behaviour(.usageLimit(resetsInSeconds: 3_600), on: .responses), for: "work")
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order, voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(1), run: RunID(1), isExpired: false))
    #expect(listener.offers == [])
    await scene.server.stop()
  }
}
