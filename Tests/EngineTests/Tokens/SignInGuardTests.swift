import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("What keeps a sign-in that codex removes")
struct SignInGuardTests {
  private let scene: TokenScene
  private let time = ManualTimeSource(TokenScene.now)

  init() throws {
    scene = try TokenScene()
    try scene.write(SignInFixture())
  }

  private var keeper: TokenKeeper {
    scene.keeper(ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 500)) }, time: time)
  }
  private var guards: SignInGuard { SignInGuard(of: scene.path, files: scene.files) }

  private func settle(
    _ keeper: TokenKeeper, rule: String? = "/c:3 allows only workspace x", isInUse: Bool = false
  ) async -> TokenKeeper.GuardOutcome {
    await keeper.settleGuard(of: scene.account, forcedBy: { rule }, isInUse: { isInUse })
  }

  @Test("a run's sign-in has two names, and one again after the last run")
  func link() async throws {
    let keeper = keeper

    #expect(await keeper.guardSignIn(of: scene.account) == nil)
    #expect(guards.isInPlace)
    #expect(await settle(keeper, isInUse: true) == .unchanged)
    #expect(guards.isInPlace)

    #expect(await settle(keeper) == .unchanged)

    #expect(!guards.exists && scene.files.exists(scene.path))
  }

  @Test("what codex writes in place and what swop replaces is under both names")
  func follows() async throws {
    let keeper = keeper
    _ = await keeper.guardSignIn(of: scene.account)

    let newer = try AuthFile(SignInFixture { $0.serial = 1 }.data)
    try await keeper.store(newer, of: scene.account)

    #expect(guards.isInPlace)
    #expect(try scene.stored() == newer)
    #expect(try scene.files.list(scene.folder.path).filter(TemporaryName.matches) == [])
  }

  @Test("a renewal that is cut short between the two names is finished by the next one")
  func cutShort() async throws {
    let first = keeper
    _ = await first.guardSignIn(of: scene.account)
    let newer = SignInFixture {
      $0.serial = 1
      $0.lastRefresh = "2027-01-15T08:00:00Z"
    }
    let path = scene.path
    scene.files.fail { operation, place in
      operation == "move" && place.parent == path.parent ? .other("cut") : nil
    }
    await #expect(throws: FileError.self) {
      try await first.store(try AuthFile(newer.data), of: scene.account)
    }
    scene.files.fail(nil)
    #expect(try scene.stored() == AuthFile(SignInFixture().data))

    await keeper.adoptLeftovers(of: scene.account)

    #expect(try scene.stored() == AuthFile(newer.data))
    #expect(guards.isInPlace)
    #expect(try scene.files.list(scene.folder.path).filter(TemporaryName.matches) == [])
  }

  @Test("a sign-in that a rule removed comes back; many runs at once share one guard")
  func restored() async throws {
    let keeper = keeper
    _ = await keeper.guardSignIn(of: scene.account)
    _ = await keeper.guardSignIn(of: scene.account)
    let before = try scene.stored()
    try scene.files.remove(scene.path)

    let outcome = await settle(keeper, isInUse: true)

    #expect(outcome == .restored(rule: "/c:3 allows only workspace x"))
    #expect(try scene.stored() == before)
    #expect(guards.isInPlace)
    #expect(
      outcome.message(about: "Work")
        == "codex removed the sign-in of Work: /c:3 allows only workspace x. swop put it back.")
  }

  @Test("after a logout nothing comes back, and no copy stays")
  func signedOut() async throws {
    let keeper = keeper
    _ = await keeper.guardSignIn(of: scene.account)
    try scene.files.remove(scene.path)

    #expect(await settle(keeper, rule: nil) == .signedOut)

    #expect(!guards.exists && !scene.files.exists(scene.path))
  }

  @Test("a copy that is older than the last session known, or of a dead one, is not put back")
  func stale() async throws {
    let newer = SignInFixture {
      $0.serial = 1
      $0.lastRefresh = "2027-01-15T08:00:00Z"
    }
    let keeper = keeper
    _ = await keeper.guardSignIn(of: scene.account)
    // Another program replaced the file without its second name.
    try scene.write(newer)
    _ = try await keeper.credentials(for: scene.account)
    try scene.files.remove(scene.path)

    let outcome = await settle(keeper)

    guard case .lost = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!scene.files.exists(scene.path))
  }

  @Test("where no second name can be made, the reason is said and no half is left")
  func noLinks() async throws {
    scene.files.fail { operation, _ in operation == "createHardLink" ? .other("no links") : nil }

    let reason = await keeper.guardSignIn(of: scene.account)

    #expect(reason?.contains("no links") == true)
    #expect(!guards.exists && scene.files.exists(scene.path))
  }
}
