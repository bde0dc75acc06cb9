import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("The list of accounts")
struct ListTests {
  @Test("beside other accounts, those of an older tool are told once, with the command for them")
  func older() {
    var picture = Fixture.picture()
    picture.snapshot.older = ["attic"]
    var state = Fixture.screen()

    state.take(.pictureArrived(picture))
    #expect(
      state.toast?.text
        == "The account attic belongs to an older version of swop. Take them over: swop import")
    state.toast = nil
    state.take(.pictureArrived(picture))
    #expect(state.toast == nil)
  }

  @Test("typing filters, Enter keeps the filter, Esc clears it; no letter is a command meanwhile")
  func filtering() {
    var state = Fixture.screen()
    state.press("/")

    let effects = state.type("Dq plan:plus") + state.press("Ctrl-U") + state.type("plan:plus")
    let typed = state.accounts.visible.map(\.label)
    state.press("Enter")
    let kept = (state.accounts.filter.text, state.accounts.isFiltering)
    state.press("Esc")

    #expect(effects == [])
    #expect(typed == ["lab", "spare"])
    #expect(kept == ("plan:plus", false))
    #expect(state.accounts.visible.count == 7)
    #expect(state.accounts.selected?.label == "lab")
  }

  @Test("a filter that hides the chosen row moves the cursor to the first that shows, and back")
  func hiddenChoice() {
    var state = Fixture.screen()
    state.press("/")

    let labels = ["b", "e", "Backspace", "Backspace", "z", "Backspace", "s", "p", "Esc"].map {
      state.press($0)
      return state.accounts.selected?.label
    }

    #expect(labels == ["lab", "beta", "lab", "lab", nil, "lab", "lab", "spare", "lab"])
  }

  @Test(
    "a row that was gone to, or kept by Enter, stays chosen when the filter goes",
    arguments: [(["Down"], "ops"), (["Enter"], "work-1"), (["Enter", "Down"], "ops")])
  func foundChoice(_ keys: [String], _ label: String) {
    var state = Fixture.screen()
    state.press("/")
    state.type("acme")

    for key in keys { state.press(key) }
    state.press("Esc")

    #expect(state.accounts.visible.count == 7)
    #expect(state.accounts.selected?.label == label)
  }

  @Test("a reading that the filter hides the chosen row for does not move the cursor")
  func hiddenByReading() {
    var state = Fixture.screen()
    state.press("/")
    state.type("is:low")
    state.press("Enter")
    let before = state.accounts.selected?.label
    let reset = FleetFixture.seven().map { account in
      guard account.account.label.text == "lab" else { return account }
      var account = account
      account.state = .ready
      return account
    }

    state.take(.pictureArrived(Fixture.picture(reset)), after: 5)
    let nothing = state.refusal(of: .accountDelete)
    let hidden = state.accounts.selected
    state.take(.pictureArrived(Fixture.picture()), after: 5)

    #expect(before == "lab")
    #expect(hidden == nil)
    #expect(nothing == "no row selected; Esc clears the filter")
    #expect(state.accounts.selected?.label == "lab")
  }

  @Test("a filter from the last time that hides what was chosen then chooses what it shows")
  func restoredFilter() {
    var state = DashboardState(size: Size(columns: 80, rows: 24), now: Fixture.now, timeZone: .gmt)
    var screen = state.screen
    screen.selection = Fixture.id("lab")
    screen.filter = "acme"
    state.restore(screen)

    state.take(.pictureArrived(Fixture.picture()))

    #expect(state.accounts.selected?.label == "work-1")
  }

  @Test(
    "t goes through the orders",
    arguments: [
      (1, ["work-1", "home", "lab", "spare", "ops", "beta", "old"]),
      (2, ["spare", "home", "work-1", "lab", "ops", "beta", "old"]),
      (3, ["work-1", "lab", "home", "ops", "spare", "beta", "old"]),
      (4, ["lab", "work-1", "ops", "home", "spare", "beta", "old"]),
      (5, ["beta", "home", "lab", "old", "ops", "spare", "work-1"]),
      (6, ["work-1", "home", "lab", "ops", "spare", "beta", "old"]),
    ])
  func orders(_ presses: Int, _ labels: [String]) {
    var state = Fixture.screen()

    for _ in 0..<presses { state.press("t") }

    #expect(state.accounts.visible.map(\.label) == labels)
    #expect(state.accounts.selected?.label == "lab")
  }

  @Test("rows change places only when readings arrive and the cursor rests")
  func frozenOrder() {
    var state = Fixture.screen()
    var accounts = FleetFixture.seven()
    accounts[0].state = .off
    state.press("Down")

    state.take(.pictureArrived(Fixture.picture(accounts)), after: 1)
    let moving = state.accounts.visible.map(\.label)
    state.take(.pictureArrived(Fixture.picture(accounts, isFresh: false)), after: 9)
    let notRead = state.accounts.visible.map(\.label)
    state.take(.pictureArrived(Fixture.picture(accounts)), after: 10)

    #expect(moving == ["work-1", "home", "lab", "ops", "spare", "beta", "old"])
    #expect(notRead == moving)
    #expect(
      state.accounts.visible.map(\.label) == [
        "home", "lab", "ops", "spare", "beta", "work-1", "old",
      ])
    #expect(state.accounts.selected?.label == "ops")
  }

  @Test("the choice follows its account through a rename and a change by others")
  func follows() {
    var state = Fixture.screen()
    var accounts = FleetFixture.seven()
    accounts[2].account = FleetFixture.account("lab", email: "other@uni.test")
    accounts.insert(FleetFixture.snapshot(FleetFixture.account("new"), .ready), at: 0)

    state.take(.pictureArrived(Fixture.picture(accounts)), after: 60)

    #expect(state.accounts.selection == Fixture.id("lab"))
    #expect(state.accounts.selected?.number == 4)
  }

  @Test("text from outside loses its escape sequences before it is stored")
  func sanitizes() {
    let account = FleetFixture.account("x", email: "a\u{1B}[31m@b\u{202E}.test")
    let state = Fixture.screen([FleetFixture.snapshot(account)], selecting: nil)

    #expect(state.accounts.entries.map(\.snapshot.account.email) == ["a[31m@b.test"])
    #expect(state.accounts.selected?.label == "x")
  }

  @Test("what survives a restart is stored when it changes, and taken up again")
  func remembers() {
    var state = Fixture.screen()
    let message = DashboardMessage(at: Fixture.now + 1, .keyPressed(KeyStroke("t")))

    let effects = DashboardUpdate.update(&state, message)
    let same = DashboardUpdate.update(
      &state, DashboardMessage(at: Fixture.now + 2, .keyPressed(KeyStroke("f"))))
    var next = Fixture.screen(selecting: nil)
    next.restore(state.screen)

    let stored = ScreenState(
      selection: Fixture.id("lab"), sort: .state, theme: "default")
    #expect(effects == [.saveScreen(stored)])
    #expect(same == [.setPolling(isOn: false)])
    #expect(next.screen == stored)
  }
}
