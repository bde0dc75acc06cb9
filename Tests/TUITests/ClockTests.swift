import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@testable import TUI

@Suite("The dashboard's clock")
struct ClockTests {
  @Test("countdowns tick once a second, in quiet mode once a minute")
  func ticks() {
    var quiet = Fixture.screen(mode: ScreenMode(isQuiet: true))
    quiet.take(.clockTicked, after: 0.25)
    var state = Fixture.screen()
    state.take(.clockTicked, after: 0.25)

    #expect(DashboardClock.nextChange(of: state) == Fixture.now + 1)
    // It is 14:32:07.
    #expect(DashboardClock.nextChange(of: quiet) == Fixture.now + 53)
  }

  @Test("an empty screen changes once a minute")
  func idle() {
    let state = Fixture.screen([], selecting: nil)

    #expect(DashboardClock.nextChange(of: state) == Fixture.now + 53)
  }

  @Test("nothing is shown of what takes less than 200 ms, then a spinner, after 10 s the time")
  func progress() {
    let progress = Progress("refreshing", startedAt: Fixture.now)
    let stages = [0.1, 0.3, 9.9, 10.5].map { progress.stage(at: Fixture.now + $0) }
    var state = Fixture.screen()
    state.take(.keyPressed(KeyStroke(".")), after: 0)
    let first = DashboardClock.nextChange(of: state)
    state.take(.clockTicked, after: 0.2)

    #expect(stages == [.hidden, .spinner, .spinner, .elapsed(seconds: 10)])
    #expect(first == Fixture.now + 0.2)
    let next = DashboardClock.nextChange(of: state)?.timeIntervalSince(Fixture.now) ?? 0
    #expect(abs(next - 0.3) < 0.000_1)
  }
}
