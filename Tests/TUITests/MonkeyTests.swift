import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import TUI
@testable import TUIKit

/// Presses anything, in any order: a thousand times, or a hundred thousand times with `SWOP_SOAK`.
@Suite("A monkey at the dashboard")
struct MonkeyTests {
  struct Monkey {
    var dice: SeededRandom
    var now = Fixture.now
    var state = Fixture.screen()
    var last: Drawn<DashboardState>?
    /// How often only what the cursor changes was drawn.
    var moves = 0
    /// What it broke: a promise a line.
    var broken: [String] = []

    mutating func pick<Value>(_ values: [Value]) -> Value {
      let bytes = dice.bytes(4).reduce(0) { $0 << 8 | Int($1) }
      return values[bytes % values.count]
    }
  }

  @Test("no key, click, size or event makes it stumble, and nothing is destroyed unasked")
  func presses() {
    var monkey = Monkey(dice: SeededRandom(seed: 7))
    let keys = DashboardCommands.set.commands.flatMap(\.keys) + "yYnq xZ@é".map { KeyStroke($0) }

    let isLong = ThisProcess.environment["SWOP_SOAK"] == "1"
    for step in 0..<(isLong ? 100_000 : 1_000) {
      monkey.now += monkey.pick([0, 0.01, 0.3, 1, 12])
      let what = monkey.next(keys)
      let before = monkey.state
      let effects = DashboardUpdate.update(
        &monkey.state, DashboardMessage(at: monkey.now, what))
      monkey.check(effects, after: what, from: before, step)
      if monkey.state.isOver { monkey.state = Fixture.screen() }
    }

    #expect(monkey.broken == [])
    #expect(monkey.moves > 0)
  }
}

extension MonkeyTests.Monkey {
  mutating func next(_ keys: [KeyStroke]) -> DashboardMessage.What {
    switch pick(Array(0..<20)) {
    case 0:
      return .resized(Size(columns: pick([0, 39, 40, 80, 120, 240]), rows: pick([0, 9, 24, 80])))
    case 1:
      return .pictureArrived(
        Fixture.picture(Array(FleetFixture.seven().shuffled(by: pick([0, 1, 3])))))
    case 2: return .pictureArrived(Fixture.picture([]))
    case 3:
      let difficult = Scene.difficultLabels.map { FleetFixture.snapshot(FleetFixture.account($0)) }
      return .pictureArrived(Fixture.picture(pick([FleetFixture.seven(), difficult])))
    case 4:
      return .textPasted(
        pick(["y", "\u{1B}[2J", "", "plan:plus", String(repeating: "x", count: 999)]))
    case 5:
      return .clicked(
        pick([
          .confirm, .dismiss, .listRow(3), .account(Fixture.id("ops")), .event(2),
          .command(.accountDelete), .nothing,
        ]))
    case 6: return .scrolled(rows: pick([-1, 1, 0]))
    case 7: return .signInStepped(pick([.finishing, .notice("x"), .openLink("https://a.test")]))
    case 8: return .actionDone(.trash(Fixture.id("lab"), label: "lab"))
    case 9: return .eventsArrived([EngineEvent(at: now, kind: .warning, message: "m")])
    case 10: return .settingsArrived([])
    case 11: return .workspacesArrived([.init(name: "a", isRunning: true, status: "Up")])
    default: return .keyPressed(pick(keys))
    }
  }

  /// Only `y`, or a click on it, in a question that has stood long enough, may destroy.
  mutating func check(
    _ effects: [DashboardEffect], after what: DashboardMessage.What, from before: DashboardState,
    _ step: Int
  ) {
    for case .act(.trash(let account, let label)) in effects {
      let isConfirmed = what == .keyPressed(KeyStroke("y")) || what == .clicked(.confirm)
      guard isConfirmed, case .delete(let question) = before.dialog,
        let opened = before.dialogOpenedAt, now.timeIntervalSince(opened) >= 0.25,
        account == question.account, label == question.label
      else {
        broken.append("step \(step): \(what) led to the trash for \(label)")
        continue
      }
    }
    if let selection = state.accounts.selection, state.accounts[selection] == nil,
      !state.accounts.entries.isEmpty
    {
      broken.append("step \(step): the choice is no account")
    }
    // Everything the views ask must have an answer.
    _ = DashboardClock.nextChange(of: state)
    _ = DashboardCommand.allCases.map { state.status(of: $0) }
    _ = state.events.matches
    let drawn = DashboardView.draw(state, state.size, after: last)
    let frame = drawn.frame
    if drawn.state.now != state.now { moves += 1 }
    if let fault = MovedCursorTests.difference(drawn, from: state) {
      broken.append("step \(step): \(fault)")
    }
    last = drawn
    if frame.size != state.size { broken.append("step \(step): the frame has another size") }
    if let fault = FramePropertyTests.fault(in: frame, isASCII: state.appearance.isASCII) {
      broken.append("step \(step): \(fault)")
    }
    for region in frame.regions where !Rect(state.size).contains(region.area) {
      broken.append("step \(step): \(region.name) lies outside")
    }
  }
}

extension Array {
  fileprivate func shuffled(by offset: Int) -> [Element] {
    Array(self[offset...] + self[..<offset])
  }
}
