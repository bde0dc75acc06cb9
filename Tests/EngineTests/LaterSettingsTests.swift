import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore
@testable import EngineProxy

@Suite("Settings that change while a proxy runs", .timeLimit(.minutes(1)))
struct LaterSettingsTests {
  private let later = ChangingSettings()

  @Test("what is chosen by is what holds now, and the last that held while the file is broken")
  func choosing() async throws {
    let scene = try FleetScene(later: later)
    let account = try await scene.add("work")
    let pool = await scene.fleet.proxySurroundings(for: NoClients()).pool
    let before = try await pool()

    later.change {
      $0.strategy = .resetFirst
      $0.accounts[account.key, default: AccountSettings()].reservePercent = 30
      $0.accounts[account.key]?.preference = .preserve
    }
    let after = try await pool()
    later.breakFile()
    let broken = try await pool()

    #expect(before.policy.strategy == .mostLeft)
    #expect(before.members.map(\.candidate.reservePercent) == [0])
    #expect(after.policy.strategy == .resetFirst)
    #expect(after.members.map(\.candidate.reservePercent) == [30])
    #expect(after.members.map(\.candidate.preference) == [.preserve])
    #expect(broken == after)
  }

  @Test("there is one engine for one state of the settings")
  func engines() async throws {
    let scene = try FleetScene(later: later)
    later.change { $0 = scene.fleet.settings }
    let first = await scene.fleet.current()

    later.change { $0.rotation = true }
    let second = await scene.fleet.current()
    let third = await scene.fleet.current()

    #expect(first === scene.fleet)
    #expect(second !== first && second === third)
    #expect(second.settings.rotation)
  }

  @Test("a proxy reads its pool at once when the settings change, and is let go at its end")
  func watching() async throws {
    let scene = try FleetScene(later: later)
    let (reads, read) = AsyncStream<Void>.makeStream()
    var surroundings = await scene.fleet.proxySurroundings(for: NoClients())
    surroundings.pool = {
      read.yield()
      return ProxyPool(members: [])
    }
    let proxy = try RotationProxy(surroundings)
    let keeping = Task { await scene.fleet.keepUpToDate(proxy) }
    await later.isWatched()

    later.change { $0.strategy = .drain }

    var iterator = reads.makeAsyncIterator()
    await iterator.next()
    keeping.cancel()
    await keeping.value
    #expect(later.watchers == 0)
  }
}

/// Knows no client.
private struct NoClients: ClientTokenSource {
  func client(showing token: Redacted<String>) -> ProxyClient? { nil }
  func knows(_ client: ProxyClient) -> Bool { false }
}
