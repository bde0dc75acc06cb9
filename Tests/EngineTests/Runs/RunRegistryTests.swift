import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("The register of runs")
struct RunRegistryTests {
  private let scene: RunScene
  private let codex = ProcessIdentity(pid: 900, startTicks: 9)

  init() throws {
    scene = try RunScene()
  }

  private func plan() throws -> RunPlan {
    try RunPlan(scene.order(), layout: scene.layout)
  }

  /// A row that another swop wrote.
  private func foreignRun(process: ProcessIdentity?) throws -> RunRecord {
    let account = scene.account
    return try scene.store.beginRun { id in
      RunRecord(
        id: id, account: account.id, label: "work", process: process,
        owner: ProcessIdentity(pid: 800, startTicks: 8), directory: "/", subcommand: nil,
        codexVersion: nil, startedAt: Date(timeIntervalSince1970: 5))
    }
  }

  @Test("a run is live from before its process exists until its end is noted")
  func life() throws {
    let run = try scene.registry.begin(scene.account, plan())
    #expect(try scene.registry.liveRuns().map(\.id) == [run.id])
    scene.runner.setAlive(codex, true)
    scene.registry.started(run, codex)
    #expect(try scene.registry.liveCounts() == [scene.account.id: 1])

    scene.registry.ended(run, .exited(3))

    #expect(try scene.registry.liveRuns() == [])
    #expect(try scene.ends() == [.exited(3)])
    #expect(scene.events.events.map(\.kind) == [.runStarted, .runEnded])
    #expect(
      scene.events.events.map(\.message) == [
        "codex started on work (process 900).", "codex on work ended with status 3.",
      ])
  }

  @Test("keeps what people want to know, and no argument")
  func record() throws {
    let order = scene.order(["exec", "--json", "a secret prompt"])

    let run = try scene.registry.begin(scene.account, RunPlan(order, layout: scene.layout))

    #expect(
      run
        == RunRecord(
          id: RunID(1), account: scene.account.id, label: "work", owner: scene.runner.current,
          directory: scene.folder.path, subcommand: "exec", codexVersion: "0.163.0",
          startedAt: scene.time.now()))
  }

  @Test("a codex that outlived its swop is live; a reused number is not")
  func survivors() throws {
    let run = try foreignRun(process: codex)
    scene.runner.setAlive(codex, true)
    #expect(try scene.registry.liveRuns() == [run])
    #expect(try scene.registry.closeLost() == [])

    scene.runner.setAlive(codex, false)
    scene.runner.setAlive(ProcessIdentity(pid: codex.pid, startTicks: 99), true)

    #expect(try scene.registry.liveRuns() == [])
  }

  @Test("a row whose codex and swop are both gone is closed as lost, once")
  func lost() throws {
    let dead = try foreignRun(process: codex)
    let neverStarted = try foreignRun(process: nil)

    let closed = try scene.registry.closeLost()

    #expect(closed == [dead, neverStarted])
    #expect(try scene.registry.closeLost() == [])
    #expect(scene.events.events.map(\.kind) == [.runLost, .runLost])
    #expect(scene.events.events.map(\.run) == [dead.id, neverStarted.id])
  }

  @Test("a row whose swop still lives is left to that swop")
  func ownerWrites() throws {
    let run = try scene.registry.begin(scene.account, plan())
    scene.registry.started(run, codex)

    #expect(try scene.registry.liveRuns() == [])
    #expect(try scene.registry.closeLost() == [])

    scene.registry.ended(run, .signalled(15))
    #expect(try scene.ends() == [.signalled(15)])
    #expect(scene.events.events.last?.message == "codex on work was ended by signal 15.")
  }
}
