import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("Signing in from the dashboard")
struct SignInTests {
  private let beta = Fixture.id("beta")
  private let code = SignInStep.enterCode(
    code: "WXYZ-1234", link: "https://auth.example/device", until: Fixture.now + 900)

  private func begun() -> DashboardState {
    var state = Fixture.screen(selecting: "beta")
    state.take(.keyPressed(KeyStroke("R")), after: 0)
    state.take(.signInStepped(code))
    return state
  }

  @Test("R asks for a code first; the code and the link are shown")
  func device() {
    let state = begun()

    #expect(
      state.dialog
        == .signIn(
          SignInDialog(
            purpose: .renewing(beta), label: "beta", method: .device,
            step: .enterCode(
              code: "WXYZ-1234", link: "https://auth.example/device",
              until: Fixture.now + 900),
            startedAt: Fixture.now)))
  }

  @Test(
    "o opens the link, c copies it, b goes over to the browser, Esc cancels",
    arguments: [
      ("o", DashboardEffect.openLink("https://auth.example/device")),
      ("c", .copy("https://auth.example/device")),
      ("b", .beginSignIn(.renewing(Fixture.id("beta")), label: "beta", .browser)),
      ("Esc", .cancelSignIn),
    ])
  func keys(_ key: String, _ effect: DashboardEffect) {
    var state = begun()

    let effects = state.press(key)

    #expect(effects == [effect])
  }

  @Test("in the browser flow the link opens by itself")
  func browser() {
    var state = begun()
    state.press("b")

    let effects = state.take(.signInStepped(.openLink("https://auth.example/authorize")))

    #expect(effects == [.openLink("https://auth.example/authorize")])
  }

  @Test("success closes the dialog and chooses the account")
  func success() {
    var state = begun()

    state.take(.signInDone(beta))

    #expect(state.dialog == nil)
    #expect(state.toast == Toast(.good, "beta is signed in", at: Fixture.now + 1))
    #expect(state.accounts.selection == beta)
  }

  @Test("a failure stays with its reason, and Enter tries again")
  func failure() {
    var state = begun()
    let report = ErrorReport(code: "x", message: "Denied.", remedy: nil)

    state.take(.signInFailed(report))
    guard case .signIn(let signIn) = state.dialog else {
      Issue.record("the dialog is gone")
      return
    }
    let again = state.press("Enter")

    #expect(signIn.step == .failed(report))
    #expect(again == [.beginSignIn(.renewing(beta), label: "beta", .device)])
  }

  @Test("q asks before it ends a sign-in; the sign-in goes on behind the question")
  func quitting() {
    var state = begun()
    state.press("q")
    state.take(.signInStepped(.finishing), after: 0.6)
    let stays = state.take(.keyPressed(KeyStroke(.enter)), after: 1)
    let behind = state.dialog
    state.take(.keyPressed(KeyStroke("q")), after: 2)
    let leaves = state.take(.keyPressed(KeyStroke("y")), after: 3)

    #expect(stays == [])
    #expect(
      behind
        == .signIn(
          SignInDialog(
            purpose: .renewing(beta), label: "beta", step: .finishing,
            startedAt: Fixture.now)))
    #expect(leaves == [.cancelSignIn, .quit])
  }

  @Test("a adds: the label is checked as it will be, then the sign-in begins")
  func adding() {
    var state = Fixture.screen()
    state.press("a")
    state.type("LAB")
    state.press("Enter")
    guard case .add(let refused) = state.dialog else {
      Issue.record("the dialog is gone")
      return
    }
    state.press("Ctrl-U")
    state.type("two")
    let effects = state.press("Enter")

    #expect(refused.complaint == "An account called lab already exists.")
    #expect(effects == [.beginSignIn(.adding(label: "two"), label: "two", .device)])
  }

  @Test("a run on the account is named before its sign-in is renewed")
  func runs() {
    var state = Fixture.screen(selecting: "work-1")

    state.press("R")

    #expect(
      state.dialog
        == .signIn(
          SignInDialog(
            purpose: .renewing(Fixture.id("work-1")), label: "work-1",
            startedAt: Fixture.now + 0.5, runs: 1)))
  }
}
