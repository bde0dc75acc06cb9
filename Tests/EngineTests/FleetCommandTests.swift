import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Commands of the fleet")
struct FleetCommandTests {
  @Test("removing the default account leaves no default, and a restore brings the account back")
  func removeAndRestore() async throws {
    let scene = try FleetScene()
    let account = try await scene.add("work")
    _ = try await scene.fleet.setDefault(label: "work")

    let entry = try await scene.fleet.remove(label: "work")
    let gone = try await scene.fleet.snapshot()
    let back = try await scene.fleet.restore(label: "WORK", as: nil)

    #expect(entry.account.id == account.id && !entry.isSignedOut)
    #expect(gone.accounts == [] && gone.defaultAccount == nil)
    #expect(back.id == account.id && back.key == account.key)
    #expect(
      try scene.events(about: "work").suffix(2) == [.accountTrashed, .accountRestored])
  }

  @Test("an account with a live run is not removed without force")
  func inUse() async throws {
    let scene = try FleetScene()
    let account = try await scene.add("work")
    let process = ProcessIdentity(pid: 77, startTicks: 5)
    let (runner, folder) = (scene.runner, scene.folder.path)
    let run = try scene.state.beginRun { id in
      RunRecord(
        id: id, account: account.id, label: "work", process: process, owner: runner.current,
        directory: folder, subcommand: nil, codexVersion: nil, startedAt: Date())
    }
    runner.setAlive(process, true)

    await #expect(throws: FleetError.inUse(label: "work", runs: [run.id])) {
      _ = try await scene.fleet.remove(label: "work")
    }
    let entry = try await scene.fleet.remove(label: "work", force: true)

    #expect(entry.account.id == account.id)
  }

  @Test("switching an account on or off is told once, and not when nothing changes")
  func enabling() async throws {
    let scene = try FleetScene()
    try await scene.add("work")

    for isEnabled in [true, false, false, true] {
      _ = try await scene.fleet.setEnabled(isEnabled, label: "work")
    }

    #expect(
      try scene.events(about: "work").filter { $0 != .readingTaken }
        == [.accountAdded, .accountDisabled, .accountEnabled])
  }

  @Test("purging ends the session at the server, unless it was ended before")
  func purge() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    _ = try await scene.fleet.remove(label: "work")

    let destroyed = try await scene.fleet.purgeTrash(label: "work")

    #expect(destroyed.map(\.account.label.text) == ["work"])
    #expect(
      scene.http.requests.map(\.url).filter { $0.hasSuffix("/oauth/revoke") }
        == ["https://auth.openai.com/oauth/revoke"])
    #expect(try await scene.fleet.trash() == [])
    #expect(try DiskFileSystem().list(scene.folder / "root/trash") == [])
  }

  @Test("without a name only what is older than thirty days by the server's date is purged")
  func purgeOld() async throws {
    let scene = try FleetScene()
    scene.setServerDate(.serverStart)
    try await scene.remove("old")
    scene.pass(days: 31)
    try await scene.remove("new")

    let destroyed = try await scene.fleet.purgeTrash(label: nil)

    #expect(destroyed.map(\.account.label.text) == ["old"])
    #expect(try await scene.fleet.trash().map(\.account.label.text) == ["new"])
  }

  @Test("a clock that is 40 days ahead destroys nothing and signs nothing out")
  func clockAhead() async throws {
    var settings = Settings()
    settings.purgesTrash = true
    let scene = try FleetScene(settings: settings)
    scene.setServerDate(.serverStart)
    try await scene.remove("work")
    scene.time.advance(by: .seconds(40 * 86_400))

    _ = try await scene.fleet.trash()
    let destroyed = try await scene.fleet.purgeTrash(label: nil)
    await scene.fleet.keepHouse(purgesTrash: true)

    #expect(destroyed == [])
    #expect(try await scene.fleet.trash().count == 1)
    #expect(!scene.http.requests.contains { $0.url.hasSuffix("/oauth/revoke") })
  }

  @Test("without a server's date nothing is purged, and the command says why")
  func noServerDate() async throws {
    let scene = try FleetScene()
    scene.setServerDate(.serverStart)
    try await scene.remove("work")
    scene.pass(days: 31)
    scene.setServerDate(nil)

    await #expect(throws: FleetError.noServerDate) {
      _ = try await scene.fleet.purgeTrash(label: nil)
    }

    #expect(try await scene.fleet.trash().count == 1)
  }

  @Test("what was removed without a server's date is kept for thirty days from when one was seen")
  func undated() async throws {
    let scene = try FleetScene()
    try await scene.remove("work")
    scene.setServerDate(.serverStart)
    scene.pass(days: 31)

    #expect(try await scene.fleet.purgeTrash(label: nil) == [])
    scene.pass(days: 31)
    #expect(try await scene.fleet.purgeTrash(label: nil).count == 1)
  }

  @Test(
    "a run never purges, and a service only where the setting says so", arguments: [true, false])
  func whoPurges(isSet: Bool) async throws {
    var settings = Settings()
    settings.purgesTrash = isSet
    let scene = try FleetScene(settings: settings)
    scene.setServerDate(.serverStart)
    try await scene.remove("work")
    scene.pass(days: 31)

    await scene.fleet.keepHouse(purgesTrash: false)
    #expect(try await scene.fleet.trash().count == 1)
    await scene.fleet.keepHouse(purgesTrash: true)
    #expect(try await scene.fleet.trash().count == (isSet ? 0 : 1))
  }

  @Test("conversations are not deleted by age under a clock that is ahead of the server's")
  func pruneAhead() async throws {
    let scene = try FleetScene()
    scene.setServerDate(scene.time.now() - 40 * 86_400)

    await #expect(throws: FleetError.clockAhead(seconds: 40 * 86_400)) {
      _ = try await scene.fleet.pruneConversations(unusedFor: 30 * 86_400, isTrial: false)
    }
  }

  @Test("house is kept at once and every hour for as long as something is at work")
  func accompany() async throws {
    var settings = Settings()
    settings.purgesTrash = true
    let scene = try FleetScene(settings: settings)
    scene.setServerDate(.serverStart)
    try await scene.remove("old")
    scene.pass(days: 31)
    let company = Task { [scene] in await Fleet.accompany(scene.time) { scene.fleet } }
    await scene.time.waitForSleepers(2)
    #expect(try await scene.fleet.trash() == [])

    try await scene.remove("later")
    scene.pass(days: 31)
    await scene.time.waitForSleepers(2)
    #expect(try await scene.fleet.trash() == [])

    company.cancel()
    await company.value
  }

  @Test("the same sign-in under another label is refused and leaves nothing")
  func sameIdentity() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    let source = scene.folder / "work.json"

    let error = await #expect(throws: (any Error).self) {
      _ = try await scene.fleet.add(label: "second", method: .importing(source)) { _ in }
    }

    #expect((error as? any EngineError)?.code == "identity_taken")
    #expect(try DiskFileSystem().list(scene.folder / "root/staging") == [])
    #expect(try await scene.fleet.snapshot().accounts.count == 1)
  }
}

extension Date {
  /// The servers' date when a scene begins; not the machine's.
  fileprivate static let serverStart = Date(timeIntervalSince1970: 1_700_000_000)
}

extension FleetScene {
  /// Adds an account and throws it away.
  fileprivate func remove(_ label: String) async throws {
    try await add(label)
    _ = try await fleet.snapshot(refresh: true)
    _ = try await fleet.remove(label: label)
  }

  /// Days pass, by both clocks.
  fileprivate func pass(days: Int) {
    time.advance(by: .seconds(days * 86_400))
    setServerDate(serverDate.map { $0 + Double(days) * 86_400 })
  }
}
