import EngineCore
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("TokenKeeper: what was bought is kept")
struct TokenStoringTests {
  private let scene: TokenScene
  private let time = EagerTimeSource(TokenScene.now)
  private let fresh = SignInFixture.renewed

  init() throws {
    scene = try TokenScene()
  }

  @Test("spends nothing when the disk has no room for what it would buy")
  func noRoom() async throws {
    let old = SignInFixture.ending(in: 600)
    try scene.write(old)
    scene.files.fail { operation, path in
      operation == "replace" && path.name == TemporaryName.reserved ? .noSpace : nil
    }
    let transport = ScriptedHTTPTransport(answers: .success(.error(500)))
    let keeper = scene.keeper(transport, time: time)

    await #expect(throws: CredentialError.self) { try await keeper.isAlive(scene.account) }

    #expect(transport.requests.isEmpty)
    #expect(try scene.stored() == AuthFile(old.data))
  }

  @Test("anyone who ends the process waits for a token that is being bought, and buys no other")
  func finishing() async throws {
    try scene.write(SignInFixture.ending(in: 600))
    let (arrivals, arrival) = AsyncStream<Void>.makeStream()
    let (answers, answer) = AsyncStream<Void>.makeStream()
    let fresh = fresh
    let transport = ScriptedHTTPTransport { _ in
      arrival.yield()
      for await _ in answers { break }
      return .success(fresh.answer)
    }
    let keeper = scene.keeper(transport, time: time)
    let caller = Task { try await keeper.credentials(for: scene.account) }
    for await _ in arrivals { break }

    async let finished: Void = keeper.finish()
    answer.yield()
    await finished

    #expect(try scene.stored().credentialFingerprint == fingerprint(fresh))
    _ = try await caller.value
    await #expect(throws: CredentialError.cancelled) { try await keeper.isAlive(scene.account) }
    #expect(transport.requests.count == 1)
  }

  @Test("a session that was written beside its place by a process that died is taken, nothing else")
  func orphans() async throws {
    let old = SignInFixture.ending(in: 600)
    let orphan = SignInFixture.ending(in: 36_000) {
      $0.serial = 2
      $0.refreshToken = "refresh-2"
      $0.lastRefresh = "2027-01-15T07:30:00Z"
    }
    try scene.write(old)
    for (name, data) in [
      (".swop-00000000000000aa.tmp", Data("{".utf8)), (".swop-00000000000000bb.tmp", orphan.data),
    ] {
      try scene.files.replace(scene.folder / name, with: data, mode: .privateFile)
    }
    let transport = ScriptedHTTPTransport(answers: .success(.error(500)))
    let keeper = scene.keeper(transport, time: time)

    await keeper.adoptLeftovers(of: scene.account)

    #expect(try scene.stored().credentialFingerprint == fingerprint(orphan))
    #expect(try scene.files.list(scene.folder.path).filter(TemporaryName.matches) == [])
    #expect(scene.kinds == [.tokenAdopted])
    #expect(transport.requests.isEmpty)
  }

  @Test("keeps a session that a full disk refused, and stores it before anything else")
  func fullDisk() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    let path = scene.path
    scene.files.fail { operation, target in
      operation == "replace" && target == path ? .noSpace : nil
    }
    let error = FileError(operation: "replace", path: path, reason: .noSpace)

    for _ in 0..<2 {
      await #expect(throws: CredentialError.notStored(error)) {
        try await keeper.credentials(for: scene.account)
      }
    }
    scene.files.fail(nil)
    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(try scene.stored().tokens?.refreshToken == Redacted("refresh-1"))
    #expect(transport.requests.count == 1)
    #expect(scene.kinds == [.warning, .warning, .tokenRefreshed])
  }

  @Test("a disk that fails twice does not cost the session that was bought")
  func passingFault() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    let path = scene.path
    let faults = Mutex(2)
    scene.files.fail { operation, target in
      guard operation == "replace", target == path else { return nil }
      return faults.withLock { left in
        left -= 1
        return left >= 0 ? .other("input/output error") : nil
      }
    }

    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(try scene.stored().tokens?.refreshToken == Redacted("refresh-1"))
    #expect(transport.requests.count == 1)
    #expect(scene.kinds == [.tokenRefreshed])
  }

  @Test("a disk that fills during a renewal does not cost the session, because its room was kept")
  func fillsDuringRenewal() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let (path, reserve) = (scene.path, scene.path.parent / TemporaryName.reserved)
    // Full for as long as the reserve takes the last room.
    scene.files.fail { operation, target in
      let isTaken = FileManager.default.fileExists(atPath: reserve.text)
      return operation == "replace" && (target != path || isTaken) && target != reserve
        ? .noSpace : nil
    }
    let size = Mutex<Int?>(nil)
    let transport = ScriptedHTTPTransport { [fresh] _ in
      let found = try? Data(contentsOf: URL(filePath: reserve.text)).count
      size.withLock { $0 = found }
      return .success(fresh.answer)
    }

    let credentials = try await scene.keeper(transport, time: time)
      .credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(size.withLock { $0 } == 32_768)
    #expect(try scene.stored().tokens?.refreshToken == Redacted("refresh-1"))
    #expect(try scene.files.list(path.parent).filter(TemporaryName.matches) == [])
    #expect(scene.kinds == [.tokenRefreshed])
  }

  @Test("forgets an unstored session when someone signed in meanwhile")
  func fullDiskThenSignIn() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let transport = ScriptedHTTPTransport(answers: .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)
    scene.files.fail { operation, _ in operation == "replace" ? .noSpace : nil }
    await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }
    scene.files.fail(nil)
    let newer = SignInFixture.ending(in: 7_200) { $0.refreshToken = "signed-in" }
    try scene.write(newer)

    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(newer.accessToken))
    #expect(try scene.stored() == AuthFile(newer.data))
  }

  @Test("does not bring back a sign-in that was taken away during the renewal")
  func removedMeanwhile() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let (scene, fresh) = (scene, fresh)
    let transport = ScriptedHTTPTransport { _ in
      try? scene.files.remove(scene.path)
      return .success(fresh.answer)
    }

    await #expect(throws: CredentialError.missing(label: "Work")) {
      try await scene.keeper(transport, time: time).credentials(for: scene.account)
    }

    #expect(!scene.files.exists(scene.path))
  }

  @Test("keeps a sign-in that was made during the renewal")
  func signedInMeanwhile() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let newer = SignInFixture.ending(in: 7_200) { $0.refreshToken = "signed-in" }
    let (scene, fresh) = (scene, fresh)
    let transport = ScriptedHTTPTransport { _ in
      try? scene.write(newer)
      return .success(fresh.answer)
    }

    let credentials = try await scene.keeper(transport, time: time)
      .credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(newer.accessToken))
    #expect(try scene.stored() == AuthFile(newer.data))
  }

  @Test("works without the store of conditions, and says so")
  func noStore() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    scene.conditions.fail(with: .full(path: "/state.db"))
    let transport = ScriptedHTTPTransport(
      answers: .success(.error(401)), .success(fresh.answer))
    let keeper = scene.keeper(transport, time: time)

    await #expect(throws: CredentialError.self) {
      try await keeper.credentials(for: scene.account)
    }
    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(scene.kinds.filter { $0 == .accountExpired }.count == 1)
    #expect(scene.kinds.contains(.warning))
  }

  @Test("stores what was bought although the caller gave up waiting")
  func cancelled() async throws {
    try scene.write(SignInFixture.ending(in: 100))
    let gate = AsyncStream<Void>.makeStream()
    let reached = AsyncStream<Void>.makeStream()
    let fresh = fresh
    let transport = ScriptedHTTPTransport { _ in
      reached.continuation.finish()
      for await _ in gate.stream {}
      return .success(fresh.answer)
    }
    let keeper = scene.keeper(transport, time: time)
    let caller = Task { try await keeper.credentials(for: scene.account) }
    for await _ in reached.stream {}

    caller.cancel()
    await #expect(throws: CredentialError.cancelled) { try await caller.value }
    gate.continuation.finish()
    let credentials = try await keeper.credentials(for: scene.account)

    #expect(credentials.accessToken == Redacted(fresh.accessToken))
    #expect(try scene.stored().tokens?.refreshToken == Redacted("refresh-1"))
    #expect(transport.requests.count == 1)
  }
}
