import Engine
import EngineCore
import TUIKit
import TestSupport

@testable import TUI

/// A dashboard with the seven accounts of the mock-ups, and what is done to it.
enum Fixture {
  static let now = FleetFixture.now

  static func picture(
    _ accounts: [AccountSnapshot] = FleetFixture.seven(), isFresh: Bool = true
  ) -> FleetPicture {
    FleetPicture(
      snapshot: FleetFixture.fleet(accounts),
      sandboxes: Dictionary(
        uniqueKeysWithValues: accounts.map { ($0.id, "~/.swop/accounts/\($0.account.key)") }),
      isFresh: isFresh)
  }

  /// A screen that shows the accounts, `lab` chosen.
  static func screen(
    _ accounts: [AccountSnapshot] = FleetFixture.seven(), selecting label: String? = "lab",
    mode: ScreenMode = ScreenMode()
  ) -> DashboardState {
    var state = DashboardState(
      size: Size(columns: 80, rows: 24), now: now, timeZone: .gmt)
    state.mode = mode
    state.directory = "~/src"
    state.accounts.selection = label.map(id)
    _ = DashboardUpdate.update(
      &state, DashboardMessage(at: now, .pictureArrived(picture(accounts))))
    return state
  }

  static func id(_ label: String) -> AccountID { AccountID("id-\(label)") }
}

extension DashboardState {
  /// Takes a message, half a second after the last unless a time is given.
  @discardableResult
  mutating func take(
    _ what: DashboardMessage.What, after seconds: Double = 0.5
  ) -> [DashboardEffect] {
    DashboardUpdate.update(&self, DashboardMessage(at: now + seconds, what))
      .filter { effect in
        // Only the tests of remembering look at it.
        if case .saveScreen = effect { false } else { true }
      }
  }

  /// Presses keys, written as in settings, one half a second after the other.
  @discardableResult
  mutating func press(_ keys: String...) -> [DashboardEffect] {
    keys.flatMap { key in
      KeyStroke(key).map { take(.keyPressed($0)) } ?? []
    }
  }

  /// Types text.
  @discardableResult
  mutating func type(_ text: String) -> [DashboardEffect] {
    text.enumerated().flatMap { index, letter in
      take(.keyPressed(KeyStroke(letter)), after: index == 0 ? 0.5 : 0.05)
    }
  }
}
