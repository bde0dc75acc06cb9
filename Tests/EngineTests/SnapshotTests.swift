import EngineKernel
import EngineSandbox
import EngineSystem
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

  @Test("a window that has ended since the reading starts anew, without asking anybody")
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
  }
}
