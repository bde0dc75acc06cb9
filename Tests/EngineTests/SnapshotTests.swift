import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("A picture of the fleet")
struct SnapshotTests {
  @Test("accounts appear in the order they were added, each with its state and its windows")
  func states() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 29)
    try await scene.add("lab", week: 90)
    try await scene.add("ops", week: 40, hours: 100)

    let snapshot = try await scene.fleet.snapshot()

    #expect(snapshot.accounts.map(\.account.label.text) == ["work", "lab", "ops"])
    #expect(snapshot.accounts.map(\.state) == [.ready, .low, .waiting])
    #expect(
      snapshot.accounts.map { $0.reading?.windows.map(\.leftPercent) }
        == [[90, 71], [90, 10], [0, 60]])
    #expect(
      snapshot.accounts.map(\.blockedUntil)
        == [nil, nil, Date(timeIntervalSince1970: Double(QuotaAnswers.resets.hours))])
  }

  @Test("a window that has ended since the reading starts over, without asking anyone")
  func ended() async throws {
    let scene = try FleetScene()
    try await scene.add("ops", week: 40, hours: 100)
    let asked = scene.http.requests.count

    scene.time.advance(by: .seconds(3_600))
    let snapshot = try await scene.fleet.snapshot()

    #expect(snapshot.accounts.map(\.state) == [.ready])
    #expect(snapshot.accounts.map(\.isStale) == [true])
    #expect(scene.http.requests.count == asked)
  }

  @Test("an account without a sign-in on disk is expired and says how to sign in")
  func signInGone() async throws {
    let scene = try FleetScene()
    let account = try await scene.add("work")
    let folder = SandboxFolder(scene.folder / "root/accounts/\(account.key)")
    try DiskFileSystem().remove(folder.signInFile)

    let picture = try #require(try await scene.fleet.snapshot().accounts.first)

    #expect(picture.state == .expired)
    #expect(picture.error?.remedy == "Sign in again: swop relogin work")
  }

  @Test("a refresh asks for every enabled account and leaves out the others")
  func refresh() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    try await scene.add("old")
    _ = try await scene.fleet.setEnabled(false, label: "OLD")
    scene.use("work", week: 77)
    scene.use("old", week: 77)
    scene.time.advance(by: .seconds(60))

    let snapshot = try await scene.fleet.snapshot(refresh: true)

    #expect(snapshot.accounts.map { $0.reading?.windows.last?.usedPercent } == [77, 10])
    #expect(snapshot.accounts.map(\.state) == [.ready, .off])
  }

  @Test("a sandbox that cannot be read is told beside the accounts that can")
  func damaged() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    let broken = try await scene.add("lab")
    let folder = SandboxFolder(scene.folder / "root/accounts/\(broken.key)")
    try DiskFileSystem().replace(
      folder.accountFile, with: Data("{".utf8), mode: .privateFile)

    let snapshot = try await scene.fleet.snapshot()

    #expect(snapshot.accounts.map(\.account.label.text) == ["work"])
    #expect(snapshot.unreadable.map(\.code) == ["account_damaged"])
    #expect(snapshot.shown.map(\.account.label.text) == ["work", "lab"])
    #expect(snapshot.shown.map(\.error?.code) == [nil, "account_damaged"])
    #expect(snapshot.shown.last?.state == .unknown)
  }

  @Test("accounts that cannot be read are not absent: what there is to choose from says why")
  func onlyDamaged() async throws {
    let scene = try FleetScene()
    let broken = try await scene.add("lab")
    let folder = SandboxFolder(scene.folder / "root/accounts/\(broken.key)")
    try DiskFileSystem().replace(folder.accountFile, with: Data("{".utf8), mode: .privateFile)

    await #expect { try await scene.fleet.ranking() } throws: {
      ($0 as? any EngineError)?.code == "account_damaged"
    }
    await #expect { try await scene.fleet.account(labelled: "lab") } throws: {
      ($0 as? any EngineError)?.code == "account_damaged"
    }
  }

  @Test("a sign-in is not added again because the account that holds it cannot be read")
  func heldTwice() async throws {
    let scene = try FleetScene()
    let broken = try await scene.add("lab")
    let folder = SandboxFolder(scene.folder / "root/accounts/\(broken.key)")
    let files = DiskFileSystem()
    let copy = scene.folder / "copy.json"
    try files.replace(copy, with: files.read(folder.signInFile), mode: .privateFile)
    try files.replace(folder.accountFile, with: Data("{".utf8), mode: .privateFile)

    await #expect {
      try await scene.fleet.add(label: "again", method: .importing(copy)) { _ in }
    } throws: {
      ($0 as? any EngineError)?.code == "identity_taken"
    }

    // A sign-in that cannot be read may be the same one.
    try files.remove(folder.signInFile)
    try files.createLink(folder.signInFile, to: copy)
    await #expect {
      try await scene.fleet.add(label: "again", method: .importing(copy)) { _ in }
    } throws: {
      ($0 as? any EngineError)?.code == "account_unreadable"
    }
    #expect(try files.list(scene.folder / "root/accounts") == [broken.key.text])

    try files.remove(folder.signInFile)
    _ = try await scene.fleet.add(label: "again", method: .importing(copy)) { _ in }
  }

  @Test("a reading that is dated ahead is not believed, says so, and gives way to the next one")
  func clockWasWrong() async throws {
    let scene = try FleetScene()
    let account = try await scene.add("work", week: 20)
    let ahead = scene.time.now() + 40 * 86_400
    try scene.state.store(
      QuotaReading(
        readAt: ahead, source: .usage, isAllowed: true, isLimitReached: false,
        windows: [QuotaWindow(lengthSeconds: 604_800, usedPercent: 1, resetsAt: ahead)]),
      for: account.id)

    let before = try await scene.fleet.snapshot().accounts.first
    let ranking = try await scene.fleet.ranking()
    let after = try await scene.fleet.snapshot(refresh: true).accounts.first

    #expect(before?.state == .unknown)
    #expect(before?.reading == nil)
    #expect(before?.error?.code == "clock_was_wrong")
    #expect(ranking.selected == nil)
    #expect(after?.state == .ready)
    #expect(after?.reading?.windows.map(\.usedPercent) == [10, 20])
  }

  @Test("a limit of five days ends with a later reading that shows less used")
  func limitLifted() async throws {
    let scene = try FleetScene()
    let account = try await scene.add("work", week: 1)
    _ = try await scene.fleet.snapshot(refresh: true)
    let windows = try scene.state.readings()[account.id]?.reading?.windows ?? []
    let now = scene.time.now()
    try scene.state.updateCondition(of: account.id) {
      $0.note(
        Refusal(
          cause: "its usage limit is reached", seenAt: now, until: now + 354_089, windows: windows))
    }
    #expect(try await scene.fleet.snapshot().accounts.first?.state == .blocked)

    scene.time.advance(by: .seconds(1))
    scene.use("work", week: 0)
    let after = try await scene.fleet.snapshot(refresh: true).accounts.first

    #expect(after?.state == .ready)
    #expect(after?.blockedUntil == nil)
    #expect(try await scene.fleet.ranking().selected == account.id)
  }

}
