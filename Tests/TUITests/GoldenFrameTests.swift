import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("Golden frames")
struct GoldenFrameTests {
  private static let sizes = [
    Size(columns: 40, rows: 10), Size(columns: 50, rows: 15), Size(columns: 80, rows: 24),
    Size(columns: 120, rows: 36), Size(columns: 200, rows: 60),
  ]

  private static func name(_ name: String, _ size: Size) -> String {
    "\(name)-\(size.columns)x\(size.rows)"
  }

  @Test("the seven accounts look as they should in every size", arguments: sizes)
  func main(size: Size) {
    GoldenFrame.expect(
      DashboardView.frame(of: Scene.main(), size: size), Self.name("main", size))
  }

  @Test("the seven accounts lose nothing but beauty in ASCII", arguments: sizes)
  func ascii(size: Size) {
    let state = Scene.main { $0.appearance.isASCII = true }

    GoldenFrame.expect(DashboardView.frame(of: state, size: size), Self.name("ascii", size))
  }

  @Test("sizes between the densities use their room")
  func between() {
    for size in [
      Size(columns: 80, rows: 20), Size(columns: 100, rows: 40), Size(columns: 110, rows: 24),
      Size(columns: 120, rows: 16), Size(columns: 66, rows: 30),
    ] {
      GoldenFrame.expect(
        DashboardView.frame(of: Scene.main(), size: size), Self.name("main", size))
    }
  }

  @Test("a window that is too small says what it needs")
  func tooSmall() {
    for size in [Size(columns: 36, rows: 8), Size(columns: 12, rows: 2)] {
      GoldenFrame.expect(
        DashboardView.frame(of: Scene.main(), size: size), Self.name("too-small", size))
    }
  }

  @Test("every dialog is drawn over the screen", arguments: Scene.dialogs.map(\.name))
  func dialog(name: String) {
    let dialog = Scene.dialogs.first { $0.name == name }?.dialog
    let state = Scene.main { $0.dialog = dialog }

    for size in Self.sizes.prefix(3) {
      GoldenFrame.expect(
        DashboardView.frame(of: state, size: size), Self.name("dialog-\(name)", size))
    }
    expectASCII(state, "dialog-\(name)")
  }

  /// The frame of a state at 80x24 without anything but ASCII.
  private func expectASCII(_ state: DashboardState, _ name: String) {
    var state = state
    state.appearance.isASCII = true
    let size = Size(columns: 80, rows: 24)

    GoldenFrame.expect(
      DashboardView.frame(of: state, size: size), Self.name("ascii-\(name)", size))
  }

  @Test("every state of the screen has a design", arguments: Scene.states.map(\.name))
  func state(name: String) {
    guard let state = Scene.states.first(where: { $0.name == name })?.state else { return }

    for size in [Size(columns: 80, rows: 24), Size(columns: 50, rows: 15)] {
      GoldenFrame.expect(
        DashboardView.frame(of: state, size: size), Self.name("state-\(name)", size))
    }
    expectASCII(state, "state-\(name)")
  }

  @Test(
    "states that concern the wide screen too",
    arguments: ["blocked", "offline", "selected-expired", "focus-events"])
  func wideState(name: String) {
    guard let state = Scene.states.first(where: { $0.name == name })?.state else { return }
    let size = Size(columns: 120, rows: 36)

    GoldenFrame.expect(DashboardView.frame(of: state, size: size), Self.name("state-\(name)", size))
  }

  @Test("one account, two hundred and a thousand are lists like seven", arguments: [1, 200, 1_000])
  func many(count: Int) {
    let accounts = FleetFixture.many(count)
    let state = Scene.main(accounts, selecting: "account-\(count / 2 + 1)")

    for size in [
      Size(columns: 50, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    ] {
      GoldenFrame.expect(
        DashboardView.frame(of: state, size: size), Self.name("many-\(count)", size))
    }
  }

  @Test("wide, combining and right-to-left labels keep the columns straight")
  func labels() {
    let accounts = Scene.difficultLabels.enumerated().map { index, label in
      FleetFixture.snapshot(
        FleetFixture.account(label, email: "user\(index)@例え.test"), .ready,
        FleetFixture.reading(short: (64, 8_280), long: (71, 324_000)))
    }
    let state = Scene.main(accounts, selecting: "日本語")

    for size in [
      Size(columns: 50, rows: 20), Size(columns: 80, rows: 30), Size(columns: 140, rows: 36),
    ] {
      GoldenFrame.expect(DashboardView.frame(of: state, size: size), Self.name("labels", size))
    }
  }
}
