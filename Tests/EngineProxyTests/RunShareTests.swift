import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineStandin

@Suite("The proxy: who serves a run", .timeLimit(.minutes(1)))
struct RunShareTests {
  @Test("a run is noted on the account that has its turn; a run that goes directly stays as it is")
  func moves() async throws {
    try await RelayScene.serve { scene in
      let runs = try [true, false].map { try scene.beginRun(isRotated: $0) }
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")

      for run in runs {
        let response = try await scene.send(
          "POST", "/run/\(run.id)/backend-api/codex/responses",
          headers: [HTTPField("thread-id", "thread of \(run.id)")])
        _ = try await response.collect(limit: 8 << 20)
        #expect(response.status == 200)
      }
      await scene.stop()

      #expect(try scene.state.openRuns().map(\.label) == ["second", "first"])
      #expect(try scene.state.openRuns().map(\.account.text) == ["id-second", "id-first"])
    }
  }

  @Test("a run goes where its conversation is at home, no matter which account it began with")
  func resumed() async throws {
    try await RelayScene.serve { scene in
      try await scene.prefer("second")
      _ = try await scene.turn("one")
      try await scene.prefer("first")
      let run = try scene.beginRun(isRotated: true)

      let response = try await scene.send(
        "POST", "/run/\(run.id)/backend-api/codex/responses",
        headers: [HTTPField("thread-id", "one")])
      _ = try await response.collect(limit: 8 << 20)
      await scene.stop()

      #expect(try scene.state.openRuns().map(\.label) == ["second"])
    }
  }
}

extension RelayScene {
  /// Registers a run that begins on the first account.
  fileprivate func beginRun(isRotated: Bool) throws -> RunRecord {
    let now = time.now()
    return try state.beginRun { id in
      RunRecord(
        id: id, account: AccountID("id-first"), label: "first",
        owner: ProcessIdentity(pid: 1, startTicks: 1), directory: "/", subcommand: nil,
        codexVersion: nil, isRotated: isRotated, startedAt: now)
    }
  }
}
