import EngineCore
import TestSupport
import Testing

@testable import Engine
@testable import TUI
@testable import TUIKit

@Suite("Panels of the dashboard")
struct PanelTests {
  private func event(_ number: Int64, _ message: String) -> EngineEvent {
    EngineEvent(
      number: number, at: Fixture.now + Double(number), kind: .warning, label: "lab",
      message: message)
  }

  @Test("the first line says what the folder names for runs, where there is room")
  func project() {
    var state = Fixture.screen()
    var picture = Fixture.picture()
    picture.snapshot.project = ProjectSnapshot(place: "/src/app/.git", label: "lab")
    state.take(.pictureArrived(picture))
    func first(_ columns: Int) -> String {
      DashboardView.frame(of: state, size: Size(columns: columns, rows: 24)).text
        .split(separator: "\n").first.map(String.init) ?? ""
    }

    #expect(first(120).contains("here: lab"))
    #expect(!first(50).contains("here"))
    picture.snapshot.project = ProjectSnapshot(place: "/src/app", account: Fixture.id("gone"))
    state.take(.pictureArrived(picture))
    #expect(first(120).contains("here: removed"))
    picture.snapshot.project = nil
    state.take(.pictureArrived(picture))
    #expect(!first(120).contains("here"))
  }

  @Test("the log keeps its rows while it is searched; n and N jump around the ends")
  func log() {
    var state = Fixture.screen()
    state.take(.eventsArrived([event(1, "one fish"), event(2, "two"), event(3, "red fish")]))
    state.press("l", "/")
    state.type("fish")
    state.press("Enter")
    var places = [state.events.cursor]
    for key in ["N", "N", "n"] {
      state.press(key)
      places.append(state.events.cursor)
    }

    #expect(places == [2, 0, 2, 0])
    #expect(state.events.entries.count == 3)
  }

  @Test("the search finds the words that the screen shows, and no others")
  func shownWords() {
    var state = Scene.main { $0.panel = .log }
    func found(_ words: String) -> Int {
      state.events.search = TextField(words)
      return state.events.matches.count
    }

    #expect(found("usage refreshed") == 3)
    #expect(found("Quota read") == 0)
    #expect(found("proxy") == 1)
  }

  @Test("events come once, in the order of time, the newest five hundred")
  func events() {
    var state = Fixture.screen()
    let many = (1...600).map { event(Int64($0), "\($0)") }

    state.take(.eventsArrived(Array(many.prefix(400))))
    state.take(.eventsArrived(Array(many.suffix(300))))

    #expect(state.events.entries.map(\.number) == (101...600).map { Int64($0) })
    #expect(state.events.cursor == 499)
  }

  @Test("a choice takes its next word, other settings are typed, the default comes back")
  func settings() {
    var state = Fixture.screen()
    let entries = [
      SettingsPanel.Entry(
        name: "strategy", value: "drain", defaultValue: "most-left", source: "file", help: "",
        editing: .choices(["most-left", "drain", "pinned"])),
      SettingsPanel.Entry(
        name: "codex.path", value: "", defaultValue: "", source: "default", help: "",
        editing: .typed(expectation: "a path")),
      SettingsPanel.Entry(
        name: "rotation", value: "on", defaultValue: "off", source: "environment",
        origin: "SWOP_ROTATE", help: "", editing: .choices(["on", "off"])),
    ]
    state.press(",")
    state.take(.settingsArrived(entries))

    let next = state.press("Enter")
    let back = state.press("r")
    state.press("Down", "Enter")
    state.type("/q")
    let typed = state.press("Enter")
    state.press("Down")
    let fixed = state.press("Enter")

    #expect(next == [.act(.changeSetting("strategy", value: "pinned"))])
    #expect(back == [.act(.changeSetting("strategy", value: nil))])
    #expect(typed == [.act(.changeSetting("codex.path", value: "/q"))])
    #expect(fixed == [])
    #expect(state.toast?.text == "SWOP_ROTATE decides it")
  }

  @Test("workspaces start, stop and open a shell, each only where it has a meaning")
  func workspaces() {
    var state = Fixture.screen()
    state.press("w")
    state.take(
      .workspacesArrived([
        .init(name: "a", isRunning: true, status: "Up"),
        .init(name: "b", isRunning: false, status: "Exited"),
      ]))

    let shell = state.press("Enter")
    let stop = state.press("x")
    state.press("Down")
    let noShell = state.press("Enter")
    let start = state.press("s")

    #expect(shell == [.openShell(workspace: "a")])
    #expect(stop == [.act(.stopWorkspace("a"))])
    #expect(noShell == [])
    #expect(start == [.act(.startWorkspace("b"))])
  }

  @Test("the help is filtered, and Enter runs the row")
  func help() {
    var state = Fixture.screen()
    state.press("?")
    state.press("/")
    state.type("freeze")
    guard case .help(let list) = state.dialog else {
      Issue.record("the dialog is gone")
      return
    }

    let effects = state.press("Enter")

    #expect(state.listed(list).map(\.id) == ["refresh.freeze"])
    #expect(effects == [.setPolling(isOn: false)])
  }

  @Test("the palette finds commands by name, and says what has no meaning here")
  func palette() {
    var state = Fixture.screen()
    state.press(":")
    state.type("account.best")
    let effects = state.press("Enter")
    state.press(":")
    state.type("workspace.stop")
    let elsewhere = state.press("Enter")

    #expect(effects == [.explain])
    #expect(elsewhere == [])
    #expect(state.toast?.text == "“Stop the workspace” has no meaning here")
  }

  @Test("best chooses the row and gives the reason; a filter that hides it goes")
  func best() {
    var state = Fixture.screen()
    state.press("/")
    state.type("lab")
    state.press("Enter", "b")
    let why = WhyDialog(
      sentence: "home has the most left.", strategy: "most-left",
      lines: [
        .init(id: Fixture.id("home"), label: "home", rank: 1, isViable: true, reason: "46% left")
      ])
    let choice = ChoiceSummary(
      selected: Fixture.id("home"), label: "home", reason: "home has the most left.")

    state.take(.choiceArrived(why, choice))

    #expect(state.accounts.selected?.label == "home")
    #expect(state.dialog == .why(why))
    #expect(state.choice == choice)
  }

  @Test("messages go after two seconds, failures after four, and stay in the log")
  func toasts() {
    var state = Fixture.screen()
    state.take(.actionDone(.setDefault(Fixture.id("lab"), label: "lab")), after: 1)
    let good = state.toast?.endsAt
    let report = ErrorReport(code: "x", message: "The disk is full.", remedy: "Free some space.")
    state.take(.actionFailed(.setDefault(Fixture.id("lab"), label: "lab"), report), after: 2)
    let bad = state.toast?.endsAt
    state.take(.clockTicked, after: 4)

    #expect(good == Fixture.now + 3)
    #expect(bad == Fixture.now + 7)
    #expect(state.toast == nil)
    #expect(state.events.entries.map(\.message) == ["The disk is full. Free some space."])
  }

  @Test("c copies the label, then the e-mail, and nothing else")
  func copying() {
    var state = Fixture.screen()
    let first = state.press("c")
    state.take(.copied(text: "lab", how: "by the terminal"))
    let second = state.press("c")

    #expect(first == [.copy("lab")])
    #expect(second == [.copy("lab@uni.test")])
  }

  @Test("clicks do what keys do, and a dialog lets none through")
  func clicks() {
    var state = Fixture.screen()
    state.take(.clicked(ClickTarget(region: "account:id-home")))
    let chosen = state.accounts.selected?.label
    let run = state.take(.clicked(.command(.runStart)))
    state.take(.clicked(.command(.accountDelete)), after: 1)
    state.take(.clicked(.account(Fixture.id("old"))), after: 2)
    let early = state.accounts.selected?.label
    let deleted = state.take(.clicked(.confirm), after: 3)

    #expect(chosen == "home")
    #expect(run == [.startRun(RunOrder(account: Fixture.id("home"), label: "home"))])
    #expect(early == "home")
    #expect(deleted == [.act(.trash(Fixture.id("home"), label: "home"))])
  }
}
