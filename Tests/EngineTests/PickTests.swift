import EngineKernel
import EngineSelector
import EngineStore
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
        label: "off", reason: "it is switched off", remedy: "Switch it on: swop enable off")
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
