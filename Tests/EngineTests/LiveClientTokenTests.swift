import EngineCore
import EnginePlatform
import EngineProxyPolicy
import TestSupport
import Testing

@testable import Engine
@testable import EngineProxy

@Suite("The clients of a running proxy")
struct LiveClientTokenTests {
  private let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
  private let tokens: ClientTokens

  init() throws {
    tokens = ClientTokens(store: try StateDatabase.inMemory(), random: SystemRandom(), time: time)
  }

  @Test("a token works from the moment it was made")
  func atOnce() throws {
    let live = try LiveClientTokens(tokens, time: time)

    let token = try tokens.issue("opencode")

    #expect(live.client(showing: token)?.name == "opencode")
  }

  @Test("a revoked token is unknown after the next look, and anyone who follows is told")
  func revoked() async throws {
    let token = try tokens.issue("opencode")
    let live = try LiveClientTokens(tokens, time: time)
    let client = try #require(live.client(showing: token))
    let (changes, told) = AsyncStream<Void>.makeStream()
    let follower = Task { await live.follow { told.yield() } }

    try tokens.revoke("opencode")
    await time.waitForSleepers(1)
    time.advance(by: LiveClientTokens.interval)
    for await _ in changes { break }

    #expect(!live.knows(client))
    #expect(live.client(showing: token) == nil)
    follower.cancel()
    await follower.value
  }

  @Test("a new token of the same name is another client")
  func sameName() throws {
    let live = try LiveClientTokens(tokens, time: time)
    let first = try #require(live.client(showing: try tokens.issue("one")))

    let second = live.client(showing: try tokens.issue("one", replacing: true))

    #expect(second != nil && second != first)
    #expect(!live.knows(first))
  }

  @Test("the proxy of one run knows the pool's token alone")
  func only() async throws {
    let live = try LiveClientTokens(tokens, only: ClientTokens.poolName, time: time)

    #expect(live.client(showing: try tokens.issue("opencode")) == nil)
  }

  @Test("a container's token says that it is one")
  func container() throws {
    let token = try tokens.issueForContainer("ws-one", account: AccountID("a"))
    let live = try LiveClientTokens(tokens, time: time)

    let client = live.client(showing: token)

    #expect(client?.isInContainer == true)
    #expect(client?.account == AccountID("a"))
  }

  @Test("wrong tokens make the list be read twenty times a second at most")
  func allowance() {
    var allowance = RereadAllowance()

    let first = (1...30).filter { _ in allowance.take(at: .seconds(5)) }.count
    let later = allowance.take(at: .seconds(6))

    #expect(first == 20)
    #expect(later)
  }
}
