import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("The home of rotated runs")
struct PoolHomeTests {
  private let scene: RotationScene

  init() throws {
    scene = try RotationScene()
  }

  @Test("it is made with a sign-in that only the proxy takes, owner-only, and stays as it is")
  func made() async throws {
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)
    let first = try scene.signIn()
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)

    #expect(try scene.signIn() == first)
    #expect(first.chatGPTIdentity == .chatGPT(accountID: "pool", userID: "pool"))
    #expect(first.claims?.email == "pool@swop.local")
    #expect(first.accessTokenExpiresAt == Date(timeIntervalSince1970: 4_102_444_800))
    #expect(
      try scene.files.status(scene.layout.pool.signInFile)?.mode == .privateFile)
    #expect(try scene.files.status(scene.layout.pool.codexHome)?.mode == .privateFolder)
    let token = try #require(first.credentials?.accessToken)
    #expect(try scene.tokens.isKept(token, as: ClientTokens.poolName))
    let kept = try #require(try scene.store.clientTokens().first)
    #expect(kept.name == "pool" && kept.digest.utf8.count == 64)
  }

  @Test("configuration and conversations are shared as in any relaxed sandbox")
  func shared() async throws {
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)

    let home = scene.layout.pool.codexHome
    for name in ["config.toml", "sessions", "history.jsonl"] {
      #expect(try scene.files.linkTarget(home / name) == scene.layout.sharedHome / name)
    }
  }

  @Test("kept apart, it has conversations and a home folder of its own")
  func strict() async throws {
    _ = try await scene.pool.prepare(mode: .strict, sharesHistory: false)

    #expect(!scene.files.exists(scene.layout.pool.codexHome / "sessions"))
    #expect(try scene.files.status(scene.layout.pool.home)?.kind == .folder)
    #expect(!scene.files.exists(scene.layout.sharedHome))
  }

  @Test(
    "a sign-in that is gone, broken, someone's real one or revoked is recreated",
    arguments: ["gone", "broken", "real", "revoked"])
  func renewed(trouble: String) async throws {
    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)
    let before = try scene.signIn()
    let path = scene.layout.pool.signInFile
    switch trouble {
    case "gone": try scene.files.remove(path)
    case "broken": try scene.files.replace(path, with: Data("{".utf8), mode: .privateFile)
    case "real":
      let real = SignInFixture().data
      try scene.files.replace(path, with: real, mode: .privateFile)
    default: try scene.tokens.revoke("pool")
    }
    #expect(try scene.pool.token() == nil)

    _ = try await scene.pool.prepare(mode: .relaxed, sharesHistory: true)

    let after = try scene.signIn()
    #expect(after.credentials?.accessToken != before.credentials?.accessToken)
    #expect(try scene.pool.token() == after.credentials?.accessToken)
  }

  @Test("many that start at once agree on one sign-in")
  func atOnce() async throws {
    let pool = scene.pool
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { _ = try await pool.prepare(mode: .relaxed, sharesHistory: true) }
      }
      try await group.waitForAll()
    }

    #expect(try scene.pool.token() != nil)
    #expect(try scene.store.clientTokens().map(\.name) == ["pool"])
  }
}
