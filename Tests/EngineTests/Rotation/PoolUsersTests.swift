import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Who uses the pool's sign-in, and when it is renewed")
struct PoolUsersTests {
  private func process(_ pid: Int32) -> ProcessIdentity { ProcessIdentity(pid: pid, startTicks: 1) }

  @Test("the first run renews it, and others that join keep it")
  func runs() {
    var users = PoolUsers()
    let first = users.enter(process(1), for: .run) { _ in true }
    #expect(first)
    let second = users.enter(process(2), for: .run) { _ in true }
    #expect(!second)
    users.leave(process(2))
    let third = users.enter(process(3), for: .run) { _ in true }
    #expect(!third)
  }

  @Test("a run after the last has left renews it")
  func again() {
    var users = PoolUsers()
    _ = users.enter(process(1), for: .run) { _ in true }
    users.leave(process(1))

    let isRenewed = users.enter(process(2), for: .run) { _ in true }
    #expect(isRenewed)
  }

  @Test("every start of the service renews it, no matter who else uses it")
  func service() {
    var users = PoolUsers()
    _ = users.enter(process(1), for: .run) { _ in true }

    let isRenewed = users.enter(process(2), for: .service) { _ in true }
    #expect(isRenewed)
  }

  @Test("a user that ended without leaving makes the next one renew it, once")
  func unclean() {
    var users = PoolUsers()
    _ = users.enter(process(1), for: .run) { _ in true }
    _ = users.enter(process(2), for: .run) { _ in true }

    let first = users.enter(process(3), for: .run) { $0 != self.process(2) }
    #expect(first)
    let second = users.enter(process(4), for: .run) { _ in true }
    #expect(!second)
  }

  @Test("a process with two runs is there until both have ended")
  func twice() {
    var users = PoolUsers()
    _ = users.enter(process(1), for: .run) { _ in true }
    _ = users.enter(process(1), for: .run) { _ in true }
    users.leave(process(1))

    let isRenewed = users.enter(process(2), for: .run) { _ in true }
    #expect(!isRenewed)
  }

  @Test("renewing puts a new token into the home, and the old one is good no more")
  func renewed() async throws {
    let scene = try RotationScene()
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)
    let old = try #require(try scene.pool.token())

    try await scene.pool.enter(for: .service)
    let new = try #require(try scene.pool.token())
    try await scene.pool.enter(for: .run)

    #expect(old.reveal() != new.reveal())
    #expect(try !scene.tokens.isKept(old, as: ClientTokens.poolName))
    #expect(try scene.tokens.isKept(new, as: ClientTokens.poolName))
    #expect(try scene.pool.token()?.reveal() == new.reveal())
  }

  @Test("named tokens stay when the pool's is renewed")
  func named() async throws {
    let scene = try RotationScene()
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)
    let token = try scene.tokens.issue("opencode")

    try await scene.pool.enter(for: .service)

    #expect(try scene.tokens.isKept(token, as: "opencode"))
  }
}
