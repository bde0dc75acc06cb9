import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("Keys of the dashboard")
struct KeyTests {
  private let lab = Fixture.id("lab")

  @Test(
    "keys ask the world for what they promise, in both cases of the letter",
    arguments: [
      ("Enter", [DashboardEffect.startRun(RunOrder(account: Fixture.id("lab"), label: "lab"))]),
      ("S", [.act(.setDefault(Fixture.id("lab"), label: "lab"))]),
      ("s", [.act(.setDefault(Fixture.id("lab"), label: "lab"))]),
      ("E", [.act(.setEnabled(Fixture.id("lab"), label: "lab", false))]),
      ("e", [.act(.setEnabled(Fixture.id("lab"), label: "lab", false))]),
      ("R", [.beginSignIn(.renewing(Fixture.id("lab")), label: "lab", .device)]),
      ("r", [.beginSignIn(.renewing(Fixture.id("lab")), label: "lab", .device)]),
      ("D", [.measureSandbox(Fixture.id("lab"))]), ("d", [.measureSandbox(Fixture.id("lab"))]),
      ("Delete", [.measureSandbox(Fixture.id("lab"))]),
      ("o", [.listConversations(Fixture.id("lab"))]), ("b", [.explain]),
      ("F5", [.refresh([Fixture.id("lab")])]), (".", [.refresh([Fixture.id("lab")])]),
      (
        "Ctrl-R",
        [.refresh(["work-1", "home", "lab", "ops", "spare", "beta"].map(Fixture.id))]
      ),
      ("f", [.setPolling(isOn: false)]), ("c", [.copy("lab")]), ("p", [.watchProxy(isOn: true)]),
      ("w", [.listWorkspaces]), (",", [.readSettings]), ("Ctrl-L", [.redraw]),
      ("Ctrl-Z", [.suspend]), ("q", [.quit]), ("Ctrl-C", [.quit]), ("a", []), ("i", []),
      ("m", []), ("F2", []), ("l", []), ("t", []), ("z", []), ("/", []), ("?", []), ("F1", []),
      (":", []), ("Tab", []), ("u", []), ("Esc", []), ("n", []), ("9", []), ("x", []),
    ])
  func effects(_ key: String, _ expected: [DashboardEffect]) {
    var state = Fixture.screen()

    let effects = state.press(key)

    #expect(effects == expected)
  }

  @Test(
    "the cursor moves by arrows, letters, pages and digits",
    arguments: [
      (["Down"], "ops"), (["j"], "ops"), (["Up"], "home"), (["k"], "home"), (["Home"], "work-1"),
      (["g"], "work-1"), (["End"], "old"), (["G"], "old"), (["PgDn"], "old"), (["Ctrl-D"], "old"),
      (["PgUp"], "work-1"), (["Ctrl-U"], "work-1"), (["6"], "beta"), (["End", "Down"], "old"),
      (["Home", "Up"], "work-1"), (["8"], "lab"),
    ])
  func movement(_ keys: [String], _ label: String) {
    var state = Fixture.screen()

    for key in keys { state.press(key) }

    #expect(state.accounts.selected?.label == label)
  }

  @Test("Esc takes one layer away at a time, and does nothing on the bare list")
  func peeling() {
    var state = Fixture.screen()
    state.press("/")
    state.type("plan:plus")
    state.press("Enter", "z", "Tab")
    state.press("?")

    var layers: [[Bool]] = []
    for _ in 0..<6 {
      layers.append([
        state.dialog != nil, !state.accounts.filter.isEmpty, state.focus != .accounts,
        state.isExpanded,
      ])
      state.press("Esc")
    }

    #expect(
      layers == [
        [true, true, true, true], [false, true, true, true], [false, false, true, true],
        [false, false, false, true], [false, false, false, false],
        [false, false, false, false],
      ])
  }

  @Test("q closes a panel, and leaves from the list")
  func leaving() {
    var state = Fixture.screen()
    state.press("l")

    let first = state.press("q")
    let panel = state.panel
    let second = state.press("q")

    #expect(first == [.watchProxy(isOn: false)])
    #expect(panel == nil)
    #expect(second == [.quit])
    #expect(state.isOver)
  }

  @Test("read-only mode switches off whatever changes something, and says so")
  func readOnly() {
    let keys = ["Enter", "o", "S", "R", "E", "D", "a", "m", "i", "u"]
    for key in keys {
      var state = Fixture.screen(mode: ScreenMode(isReadOnly: true))

      let effects = state.press(key)

      #expect(effects == [], "\(key)")
      #expect(state.dialog == nil, "\(key)")
      #expect(state.toast?.text == "swop was started read-only", "\(key)")
    }
  }

  @Test("a command that cannot run says why, for whom, and what helps")
  func reasons() {
    let cases = [
      ("beta", "Enter", "the session of beta has expired, R signs in again"),
      ("old", "Enter", "old is off, E enables it"),
      ("ops", "Enter", "ops has used up its quota, b finds another"),
      ("old", ".", "old is off, E enables it"),
      ("lab", "u", "nothing to undo"),
      ("work-1", "S", "work-1 is the default account already"),
    ]
    for (label, key, reason) in cases {
      var state = Fixture.screen(selecting: label)
      let effects = state.press(key)
      #expect(effects == [])
      #expect(state.toast == Toast(.note, reason, at: Fixture.now + 0.5))
    }
  }

  @Test("a window too small takes no key but the way out")
  func tooSmall() {
    var state = Fixture.screen()
    state.take(.resized(Size(columns: 30, rows: 8)))

    let others = ["D", "y", "S", "Enter", "/", "?", "Esc"].flatMap { state.press($0) }
    let dialog = state.dialog
    let out = state.press("q")

    #expect(others == [])
    #expect(dialog == nil)
    #expect(out == [.quit])
  }

  @Test(
    "keys that change while the dashboard is open hold at once; what is wrong with them is told")
  func liveKeys() {
    var state = Fixture.screen()
    let fault = ErrorReport(
      code: "settings_wrong_keys", message: "keys.x: there is none.", remedy: nil)

    state.take(.keysArrived(Keymap(DashboardCommands.set, changed: ["app.quit": [KeyStroke("Q")]])))
    state.take(.keysFailed(fault))

    #expect(state.press("q") == [])
    #expect(state.press("Q") == [.quit])
    #expect(state.toast?.text.contains("keys.x: there is none.") == true)
  }

  @Test("a key that settings moved does its work, and the old one none")
  func remapping() {
    var state = Fixture.screen()
    state.keymap = Keymap(
      DashboardCommands.set, changed: ["account.delete": [KeyStroke("X")], "search": []])

    state.press("D", "/")
    let before = state.dialog
    let isFiltering = state.accounts.isFiltering
    state.press("X")

    #expect(before == nil)
    #expect(!isFiltering)
    #expect(
      state.dialog
        == .delete(
          DeleteDialog(
            account: lab, number: 3, label: "lab", email: "lab@uni.test",
            sandbox: "~/.swop/accounts/lab")))
  }
}
