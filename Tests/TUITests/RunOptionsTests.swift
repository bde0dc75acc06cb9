import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("Running codex from the dashboard")
struct RunOptionsTests {
  private let lab = Fixture.id("lab")

  private func opened() -> DashboardState {
    var state = Fixture.screen()
    state.take(.keyPressed(KeyStroke("o")), after: 0)
    state.take(
      .conversationsArrived(
        lab,
        [
          .init(
            id: "t-1", title: "Mend the\u{1B} roof", directory: "~/roof", usedAt: Fixture.now)
        ]))
    return state
  }

  @Test("directory, arguments, conversation and rotation reach the run")
  func options() {
    var state = opened()
    state.press("Down")
    state.type("--model 'o 3'")
    state.press("Down", "Enter", "Down", "Enter", "Down", "Right")

    let effects = state.press("Enter")

    #expect(
      effects == [
        .startRun(
          RunOrder(
            account: lab, label: "lab", directory: "~/roof",
            arguments: ["resume", "t-1", "--model", "o 3"], rotation: .on))
      ])
    #expect(state.dialog == nil)
  }

  @Test("an open quote is told, and nothing starts")
  func openQuote() {
    var state = opened()
    state.press("Down")
    state.type("say 'hi")

    let effects = state.press("Enter")

    #expect(effects == [])
    guard case .runOptions(let options) = state.dialog else {
      Issue.record("the dialog is gone")
      return
    }
    #expect(options.complaint == "A quote in the arguments is not closed.")
  }

  @Test("the list of conversations closes without the dialog")
  func picker() {
    var state = opened()
    state.press("Down", "Down", "Enter", "Esc")

    guard case .runOptions(let options) = state.dialog else {
      Issue.record("the dialog is gone")
      return
    }
    #expect(options.picking == nil)
    #expect(options.conversation == nil)
    #expect(options.conversations?.map(\.title) == ["Mend the roof"])
  }

  @Test(
    "back from a run the row is chosen and the cost is told, in as many words as there is room for",
    arguments: [
      (80, "work-1  codex ended with status 0 after 12m 41s, 5h 64% → 52% left"),
      (50, "work-1  ended after 12m 41s, 5h 64% → 52% left"),
    ])
  func back(columns: Int, text: String) {
    var state = Fixture.screen()
    state.take(.resized(Size(columns: columns, rows: 24)))
    let report = RunReport(
      account: Fixture.id("work-1"), label: "work-1", end: .exited(0), seconds: 761,
      changes: [.init(window: "5h", before: 64, after: 52)])

    let effects = state.take(.runEnded(report))

    #expect(effects == [])
    #expect(state.accounts.selected?.label == "work-1")
    #expect(state.toast?.text == text)
  }

  @Test("a stopped codex is offered to go on with, and ended only by y")
  func stopped() {
    var state = Fixture.screen()
    state.take(.runStopped(StoppedRunDialog(label: "lab")), after: 0)
    var other = state

    #expect(state.press("Esc") == [])
    #expect(state.press("Enter") == [.continueRun])
    #expect(other.press("y") == [.endStoppedRun])
  }
}
