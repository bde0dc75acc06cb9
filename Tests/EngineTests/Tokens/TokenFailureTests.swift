import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("TokenKeeper when something fails")
struct TokenFailureTests {
  private let scene: TokenScene
  private let time = EagerTimeSource(TokenScene.now)
  private let fresh = SignInFixture.renewed

  init() throws {
    scene = try TokenScene()
  }

  @Test(
    "gives the token that still serves when the server fails, and asks less and less often",
    arguments: [
      .success(.error(500)), .success(.error(429)), .success(.error(403, "<html>")),
      .failure(.unreachable(host: "h")), .failure(.timedOutAfterSending(host: "h")),
      .success(HTTPResponse(status: 200, body: Data("{}".utf8))),
    ] as [Result<HTTPResponse, HTTPError>])
  func tolerated(answer: Result<HTTPResponse, HTTPError>) async throws {
    let old = SignInFixture.ending(in: 600)
    try scene.write(old)
    let transport = ScriptedHTTPTransport(answers: answer)
    let keeper = scene.keeper(transport, time: time)

    var requests: [Int] = []
    for pause in [0, 4, 1, 9, 1] {
      time.advance(by: .seconds(pause))
      let credentials = try await keeper.credentials(for: scene.account)
      #expect(credentials.accessToken == Redacted(old.accessToken))
      requests.append(transport.requests.count)
    }

    #expect(requests == [1, 1, 2, 2, 3])
    #expect(scene.kinds == [.warning, .warning, .warning])
    #expect(try scene.stored() == AuthFile(old.data))
    #expect(try scene.condition().isExpired == false)
  }

  @Test("fails with the reason when the token has ended and the server cannot be reached")
  func unavailable() async throws {
    try scene.write(SignInFixture.ending(in: -1))
    let transport = ScriptedHTTPTransport(answers: .failure(.unreachable(host: "h")))
    let keeper = scene.keeper(transport, time: time)
    let expected = CredentialError.unavailable(label: "Work", detail: "h could not be reached")

    await #expect(throws: expected) { try await keeper.credentials(for: scene.account) }
    await #expect(throws: expected) { try await keeper.credentials(for: scene.account) }
    await #expect(throws: expected) { try await keeper.isAlive(scene.account) }

    #expect(transport.requests.count == 1)
  }

  @Test("reads the file again before it sends a token whose fate is unknown")
  func uncertain() async throws {
    try scene.write(SignInFixture.ending(in: -1))
    let transport = ScriptedHTTPTransport(answers: .failure(.cut(host: "h")))
    let keeper = scene.keeper(transport, time: time)
    await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }
    #expect(scene.events.events.first?.message.contains("may be spent") == true)

    try scene.write(fresh)
    time.advance(by: .seconds(60))
    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(transport.requests.count == 1)
  }

  @Test(
    "marks a dead sign-in once, never sends its token again, and forgets the mark when a new one is on disk",
    arguments: [
      (401, "", "the server refused its refresh token"),
      (400, #"{"error":{"code":"refresh_token_expired"}}"#, "its refresh token has expired"),
      (403, #"{"error":"refresh_token_invalidated"}"#, "its refresh token was revoked"),
      (
        401, #"{"code":"refresh_token_reused"}"#, "its refresh token was already used elsewhere"
      ),
    ])
  func dead(status: Int, body: String, reason: String) async throws {
    let old = SignInFixture.ending(in: 100)
    try scene.write(old)
    let transport = ScriptedHTTPTransport(answers: .success(.error(status, body)))
    let keeper = scene.keeper(transport, time: time)

    await #expect(throws: CredentialError.expired(label: "Work", reason: reason)) {
      try await keeper.credentials(for: scene.account)
    }
    time.advance(by: .seconds(90))
    await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }
    #expect(try await keeper.isAlive(scene.account) == false)

    #expect(transport.requests.count == 1)
    #expect(scene.kinds == [.accountExpired])
    let condition = try scene.condition()
    #expect(condition.expiredReason == reason)
    #expect(condition.expiredCredential == (try fingerprint(old)))

    try scene.write(fresh)
    _ = try await keeper.credentials(for: scene.account)

    #expect(try scene.condition() == AccountCondition())
    #expect(scene.kinds == [.accountExpired, .tokenAdopted])
  }

  @Test("adopts the session that codex writes a moment after it spent the token first")
  func reusedButAdopted() async throws {
    try scene.write(SignInFixture.ending(in: -1))
    let (scene, fresh) = (scene, fresh)
    let transport = ScriptedHTTPTransport { _ in
      try? scene.write(fresh)
      return .success(.error(401, #"{"error":{"code":"refresh_token_reused"}}"#))
    }

    let credentials = try await scene.keeper(transport, time: time)
      .credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(scene.kinds == [.tokenAdopted])
    #expect(try scene.condition().isExpired == false)
  }

  @Test("waits a second for that session before it counts the sign-in as dead")
  func reusedWait() async throws {
    try scene.write(SignInFixture.ending(in: -1))
    let clock = ManualTimeSource(TokenScene.now)
    let transport = ScriptedHTTPTransport(
      answers: .success(.error(401, #"{"error":"refresh_token_reused"}"#)))
    let keeper = scene.keeper(transport, time: clock)

    async let credentials = keeper.credentials(for: scene.account)
    await clock.waitForSleepers(1)
    try scene.write(fresh)
    clock.advance(by: .milliseconds(50))

    #expect(try await credentials.accessToken == Redacted(fresh.accessToken))
  }

  @Test("does not store a session of someone else")
  func foreignAnswer() async throws {
    let old = SignInFixture.ending(in: -1)
    try scene.write(old)
    let foreign = SignInFixture.ending(in: 36_000) { $0.userID = "user-bob" }
    let transport = ScriptedHTTPTransport(answers: .success(foreign.answer))

    await #expect(throws: CredentialError.self) {
      try await scene.keeper(transport, time: time).credentials(for: scene.account)
    }

    #expect(try scene.stored() == AuthFile(old.data))
    #expect(scene.kinds == [.warning])
  }

  @Test("counts a session without a refresh token as expired once its token needs renewing")
  func noRefreshToken() async throws {
    try scene.write(SignInFixture.ending(in: 100) { $0.refreshToken = "" })
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))

    await #expect(
      throws: CredentialError.expired(label: "Work", reason: "it holds no refresh token")
    ) { try await scene.keeper(transport, time: time).credentials(for: scene.account) }

    #expect(transport.requests.isEmpty)
  }

  @Test("proves life by a renewal even when the token has time left")
  func alive() async throws {
    try scene.write(SignInFixture.ending(in: 36_000))
    let transport = ScriptedHTTPTransport(
      answers: .success(fresh.answer), .success(.error(401)))
    let keeper = scene.keeper(transport, time: time)

    #expect(try await keeper.isAlive(scene.account))
    #expect(try await keeper.isAlive(scene.account) == false)

    #expect(transport.requests.count == 2)
    // The second proof waited: no token is renewed twice within five seconds.
    #expect(time.sleeps.first == .seconds(5))
    try scene.files.remove(scene.path)
    #expect(try await keeper.isAlive(scene.account) == false)
  }
}
