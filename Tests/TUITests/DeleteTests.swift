import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("Deleting an account")
struct DeleteTests {
  private let lab = Fixture.id("lab")

  @Test(
    "nothing but y deletes: not Enter, not Esc, not the key that opened the question",
    arguments: ["Enter", "Esc", "D", "d", "Delete", "Space", "n", "q", "Y", "Ctrl-C", "Tab", "x"])
  func keeps(_ key: String) {
    var state = Fixture.screen()
    state.take(.keyPressed(KeyStroke("D")), after: 0)

    let effects = state.press(key)

    #expect(effects == [])
  }

  @Test("y moves it to the trash, u brings it back within ten seconds")
  func deletesAndRestores() {
    var state = Fixture.screen()
    state.take(.keyPressed(KeyStroke("D")), after: 0)

    let deleted = state.press("y")
    let progress = state.accounts[lab]?.progress
    state.take(.actionDone(.trash(lab, label: "lab")), after: 1)
    let offer = state.undo
    let restored = state.take(.keyPressed(KeyStroke("u")), after: 9.9)

    #expect(deleted == [.act(.trash(lab, label: "lab"))])
    #expect(progress == Progress("moving to the trash", startedAt: Fixture.now + 0.5))
    #expect(offer == UndoOffer(label: "lab", endsAt: Fixture.now + 11.5))
    #expect(restored == [.act(.restore(label: "lab"))])
    #expect(state.undo == nil)
  }

  @Test("after ten seconds the offer is gone")
  func offerEnds() {
    var state = Fixture.screen()
    state.take(.actionDone(.trash(lab, label: "lab")), after: 1)

    let effects = state.take(.keyPressed(KeyStroke("u")), after: 10)

    #expect(effects == [])
  }

  @Test("a fresh question takes no keys: what was typed ahead decides nothing")
  func typeAhead() {
    var state = Fixture.screen()
    state.take(.keyPressed(KeyStroke("D")), after: 0)

    let early = state.take(.keyPressed(KeyStroke("y")), after: 0.24)
    let late = state.take(.keyPressed(KeyStroke("y")), after: 0.01)

    #expect(early == [])
    #expect(late == [.act(.trash(lab, label: "lab"))])
  }

  @Test("an account with a run cannot be deleted, and the question says so")
  func inUse() {
    var state = Fixture.screen(selecting: "work-1")
    state.take(.keyPressed(KeyStroke("D")), after: 0)

    let effects = state.press("y")

    #expect(effects == [])
    #expect(state.toast?.text == "end the run on work-1 first")
    #expect(
      state.dialog
        == .delete(
          DeleteDialog(
            account: Fixture.id("work-1"), number: 1, label: "work-1", email: "work@acme.test",
            sandbox: "~/.swop/accounts/work-1", liveRuns: 1)))
  }

  @Test("the question closes when another process has removed the account")
  func removedElsewhere() {
    var state = Fixture.screen()
    state.press("D")
    let rest = FleetFixture.seven().filter { $0.id != lab }

    state.take(.pictureArrived(Fixture.picture(rest)))

    #expect(state.dialog == nil)
    #expect(state.accounts.selected?.label == "ops")
  }
}
