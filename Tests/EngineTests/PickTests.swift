import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Which account a run takes")
struct PickTests {
  @Test("without a wish, the account with the most left of its week")
  func mostLeft() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)

    let pick = try await scene.fleet.pick(for: .usual)

    #expect(pick.account.label.text == "home")
    #expect(pick.reason == "most-left")
    #expect(pick.notices == [])
  }

  @Test("the default account while it can be used, however much another has left")
  func defaultAccount() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)
    _ = try await scene.fleet.setDefault(label: "work")

    let usual = try await scene.fleet.pick(for: .usual)
    let automatic = try await scene.fleet.pick(for: .automatic(nil))

    #expect(usual.account.label.text == "work")
    #expect(automatic.account.label.text == "home")
  }

  @Test("a default account that cannot be used is passed over, and that is said")
  func passedOver() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 100)
    try await scene.add("home", week: 20)
    _ = try await scene.fleet.setDefault(label: "work")

    let pick = try await scene.fleet.pick(for: .usual)

    #expect(pick.account.label.text == "home")
    #expect(pick.notices.count == 1)
    #expect(pick.notices.first?.hasPrefix("The default account work is passed over: ") == true)
  }

  @Test("readings older than 15 minutes are renewed before choosing, younger ones are not")
  func renewed() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 20)
    try await scene.add("home", week: 30)
    scene.use("work", week: 80)

    let early = try await scene.fleet.pick(for: .usual)
    scene.time.advance(by: .seconds(901))
    let late = try await scene.fleet.pick(for: .usual)

    #expect(early.account.label.text == "work")
    #expect(late.account.label.text == "home")
  }

  @Test("a named account is taken although another is better, in any case of letters")
  func named() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)

    let pick = try await scene.fleet.pick(for: .exactly(label: "WORK"))

    #expect(pick.account.label.text == "work")
    #expect(pick.reason == nil)
  }

  @Test("a named account that is off, or used up, is refused and never replaced")
  func namedButUnusable() async throws {
    let scene = try FleetScene()
    try await scene.add("off")
    try await scene.add("spent", week: 100)
    try await scene.add("home")
    _ = try await scene.fleet.setEnabled(false, label: "off")

    await #expect(
      throws: FleetError.accountUnusable(
        label: "off", reason: "it is disabled", remedy: "Enable it: swop enable off")
    ) { _ = try await scene.fleet.pick(for: .exactly(label: "off")) }
    await #expect(
      throws: FleetError.accountUnusable(
        label: "spent", reason: "its quota is used up until 2027-01-17 08:00",
        remedy: "Let swop choose another: swop codex --auto")
    ) { _ = try await scene.fleet.pick(for: .exactly(label: "spent")) }
  }

  @Test("when nothing can be used, the earliest reset is named")
  func nothing() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 100)
    try await scene.add("home", week: 20, hours: 100)

    let error = await #expect(throws: FleetError.self) {
      _ = try await scene.fleet.pick(for: .usual)
    }

    #expect(error?.message == "All accounts blocked until 2027-01-15 09:00.")
    #expect(error?.outcome == .noAccountUsable)
  }

  @Test("when only a sign-in helps, the account that needs it is taken, so that it can be offered")
  func onlySignIn() async throws {
    let scene = try FleetScene()
    for label in ["work", "home"] {
      let account = try await scene.add(label)
      try scene.state.updateCondition(of: account.id) { $0.expiredSince = Date() }
    }
    _ = try await scene.fleet.setDefault(label: "home")

    let pick = try await scene.fleet.pick(for: .automatic(nil))

    #expect(pick.account.label.text == "home")
  }

  @Test("the directory's account comes before the default account, and is passed over like it")
  func directory() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)
    try await scene.add("lab", week: 40)
    _ = try await scene.fleet.setDefault(label: "home")
    let project = try await scene.fleet.setProject(.account(label: "LAB"))

    let taken = try await scene.fleet.pick(for: .usual)
    let automatic = try await scene.fleet.pick(for: .automatic(nil))
    scene.use("lab", week: 100)
    scene.time.advance(by: .seconds(901))
    let passedOver = try await scene.fleet.pick(for: .usual)

    #expect(project.label == "lab")
    #expect(try await scene.fleet.snapshot().project == project)
    #expect(taken.account.label.text == "lab" && taken.reason == "directory's account")
    #expect(automatic.account.label.text == "home")
    #expect(passedOver.account.label.text == "home")
    #expect(passedOver.reason == "default account" && passedOver.notices.count == 1)
    #expect(
      passedOver.notices.first?.hasPrefix("The directory's account lab is passed over: ") == true)
  }

  @Test("a directory's strategy holds for runs and rankings there, whatever the default account is")
  func directoryStrategy() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)
    _ = try await scene.fleet.setDefault(label: "work")
    _ = try await scene.fleet.setProject(.strategy(.balanced))

    let pick = try await scene.fleet.pick(for: .usual)
    let ranking = try await scene.fleet.ranking()
    let freed = try await scene.fleet.clearProject()
    let after = try await scene.fleet.pick(for: .usual)

    #expect(pick.account.label.text == "home" && pick.reason == "balanced")
    #expect(ranking.strategy == .balanced)
    #expect(freed?.strategy == .balanced)
    #expect(after.account.label.text == "work")
    #expect(try await scene.fleet.project() == nil)
  }

  @Test("a directory whose account was removed says so; a restore brings the account back")
  func directoryWithoutAccount() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 60)
    try await scene.add("home", week: 20)
    _ = try await scene.fleet.setProject(.account(label: "work"))
    _ = try await scene.fleet.remove(label: "work")

    let without = try await scene.fleet.pick(for: .usual)
    _ = try await scene.fleet.restore(label: "work", as: nil)
    let back = try await scene.fleet.pick(for: .usual)

    #expect(without.account.label.text == "home")
    #expect(
      without.notices == ["The account that this directory names no longer exists."])
    #expect(back.account.label.text == "work")
  }

  @Test("without accounts, or with a wrong name, the way on is named")
  func wrongNames() async throws {
    let scene = try FleetScene()

    await #expect(throws: FleetError.noAccounts) { _ = try await scene.fleet.pick(for: .usual) }
    try await scene.add("work")
    await #expect(throws: FleetError.unknownAccount(label: "wrok", nearest: "work")) {
      _ = try await scene.fleet.pick(for: .exactly(label: "wrok"))
    }
  }
}
