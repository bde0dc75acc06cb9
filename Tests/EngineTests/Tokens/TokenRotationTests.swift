import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("TokenKeeper against a server that rotates")
struct TokenRotationTests {
  @Test("fifty callers over five keepers of one root buy one token a round, and never reuse one")
  func crowd() async throws {
    let scene = try TokenScene()
    let time = ShiftedTimeSource()
    let server = RotatingServer(time: time, lifetime: 310)
    let keepers = (0..<5).map { _ in scene.keeper(server, time: time) }
    let start = time.now().timeIntervalSince1970
    try scene.write(
      SignInFixture {
        $0.expiresAt = start + 5
        $0.lastRefresh = nil
      })

    for round in 1...6 {
      let tokens = try await withThrowingTaskGroup(of: Redacted<String>.self) { group in
        for index in 0..<50 {
          group.addTask {
            let keeper = keepers[index % keepers.count]
            return try await keeper.credentials(for: scene.account).accessToken
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }

      #expect(server.renewals == round)
      #expect(tokens == [try #require(try scene.stored().tokens?.accessToken)])
      time.shift(by: 6)
    }

    #expect(server.reuses == 0)
    #expect(server.overlaps == 0)
    #expect(scene.kinds == Array(repeating: .tokenRefreshed, count: 6))
  }

  @Test("callers whose token was refused all get the one that replaced it")
  func refusedCrowd() async throws {
    let scene = try TokenScene()
    let time = ShiftedTimeSource()
    let server = RotatingServer(time: time, lifetime: 36_000)
    let keepers = (0..<5).map { _ in scene.keeper(server, time: time) }
    let end = time.now().timeIntervalSince1970 + 36_000
    let session = SignInFixture {
      $0.expiresAt = end
      $0.lastRefresh = nil
    }
    try scene.write(session)
    let refused = Credentials(
      accessToken: Redacted(session.accessToken), accountID: "account-1", expiresAt: nil)

    let tokens = try await withThrowingTaskGroup(of: Redacted<String>.self) { group in
      for index in 0..<50 {
        group.addTask {
          try await keepers[index % 5].credentials(for: scene.account, insteadOf: refused)
            .accessToken
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }

    #expect(tokens == [try #require(try scene.stored().tokens?.accessToken)])
    #expect(!tokens.contains(refused.accessToken))
    #expect((server.renewals, server.reuses) == (1, 0))
  }

  @Test("a token of 310 seconds never comes down to 300 while it is watched")
  func vigil() async throws {
    let scene = try TokenScene()
    let time = ManualTimeSource(TokenScene.now)
    let server = RotatingServer(time: time, lifetime: 310)
    try scene.write(SignInFixture.ending(in: 310))
    let keeper = scene.keeper(server, time: time)
    let vigil = Task { await keeper.keepAhead(of: scene.account) }

    var least = Double.infinity
    for _ in 0..<599 {
      await time.waitForSleepers(1)
      let end = try #require(try scene.stored().accessTokenExpiresAt)
      least = min(least, end.timeIntervalSince(time.now()))
      time.advance(by: .milliseconds(100))
    }
    vigil.cancel()
    await vigil.value

    #expect(least > 304)
    #expect(server.renewals == 12)
    #expect(server.reuses == 0)
  }

  @Test("a token of an hour is left alone for 45 minutes, and a dead sign-in is only looked at")
  func calmVigil() async throws {
    let scene = try TokenScene()
    let time = ManualTimeSource(TokenScene.now)
    let server = RotatingServer(time: time, lifetime: 3_600)
    try scene.write(SignInFixture.ending(in: 3_600))
    let keeper = scene.keeper(server, time: time)
    let vigil = Task { await keeper.keepAhead(of: scene.account) }
    func pass(minutes: Int) async {
      for _ in 0..<minutes {
        await time.waitForSleepers(1)
        time.advance(by: .seconds(60))
      }
      await time.waitForSleepers(1)
    }

    await pass(minutes: 44)
    #expect(server.renewals == 0)
    await pass(minutes: 1)
    #expect(server.renewals == 1)
    try scene.write(SignInFixture.ending(in: 100) { $0.refreshToken = "spent" })
    // After `refresh_token_reused` the file is looked at four times more, each after a pause.
    await pass(minutes: 8)
    #expect(server.reuses == 1)
    #expect(try scene.condition().isExpired)

    vigil.cancel()
    await vigil.value
  }
}
