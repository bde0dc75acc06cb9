import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("TokenKeeper with the stand-in and the real codex", .timeLimit(.minutes(5)))
struct StandinRotationTests {
  private let standinAccount = StandinAccount("work", accountID: "account-1", userID: "user-ada")

  @Test("many callers cost the sign-in server one renewal, and its refusal ends the sign-in")
  func crowd() async throws {
    let scene = try TokenScene()
    let time = ShiftedTimeSource()
    let standin = Standin(accounts: [standinAccount], time: time)
    try await putSession(from: standin, lifetimeSeconds: 310, at: scene.path)
    await standin.update { state, _ in state.settings.tokenLifetimeSeconds = 310 }
    let keepers = (0..<4).map { _ in
      scene.keeper(StandinTransport(standin: standin), time: time, base: "http://127.0.0.1:1")
    }
    time.shift(by: 6)

    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<40 {
        group.addTask { _ = try await keepers[index % 4].credentials(for: scene.account) }
      }
      try await group.waitForAll()
    }
    #expect(await standin.counters.refreshes == ["work": 1])
    await standin.update { state, _ in state.signOut("work") }
    time.shift(by: 6)

    await #expect(throws: CredentialError.self) {
      try await keepers[0].credentials(for: scene.account)
    }
    #expect(try scene.condition().isExpired)
    #expect(await standin.counters.reuses == 0)
  }

  @Test(
    "codex finds a token that it need not renew, while swop keeps renewing it",
    arguments: RealCodex.versions)
  func besideCodex(version: String) async throws {
    let codex = try RealCodex(version: version)
    let time = ShiftedTimeSource()
    let standin = Standin(accounts: [standinAccount], time: time)
    let server = try await StandinServer.start(standin, time: time)
    do {
      let scene = try TokenScene()
      // Less than five minutes: codex by itself would renew it, once a run.
      try await putSession(from: standin, lifetimeSeconds: 200, at: scene.path)
      await standin.update { state, _ in state.settings.tokenLifetimeSeconds = 310 }
      let keeper = scene.keeper(
        StandinTransport(standin: standin), time: time, base: server.issuerURL)
      time.shift(by: 6)
      _ = try await keeper.credentials(for: scene.account)

      let vigil = Task { await keeper.keepAhead(of: scene.account) }
      var statuses: [Int32] = []
      for _ in 0..<3 {
        let command = codex.command(
          ["exec", "--skip-git-repo-check"] + server.codexArguments + ["hi"],
          home: scene.folder.path, environment: server.codexEnvironment)
        let output = try await PosixProcessRunner().run(command, limit: .seconds(60))
        statuses.append(output.end.status)
      }
      vigil.cancel()
      await vigil.value

      let counters = await standin.counters
      let ours = scene.kinds.filter { $0 == .tokenRefreshed }.count
      #expect(statuses == [0, 0, 0])
      #expect(counters.turns == ["work": 3])
      #expect(counters.reuses == 0)
      #expect(ours >= 1)
      #expect(counters.refreshes == ["work": ours])
      #expect(scene.kinds.allSatisfy { $0 == .tokenRefreshed })
      await server.stop()
    } catch {
      await server.stop()
      throw error
    }
  }

  private func putSession(
    from standin: Standin, lifetimeSeconds: Double, at path: FilePath
  ) async throws {
    let set = try #require(await standin.signIn("work", lifetimeSeconds: lifetimeSeconds))
    try DiskFileSystem().replace(path, with: set.authFile.reveal(), mode: .privateFile)
  }
}
