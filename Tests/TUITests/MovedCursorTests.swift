import Engine
import EngineCore
import TestSupport
import Testing

@testable import TUI
@testable import TUIKit

/// Where only the cursor moved, little is drawn again: the picture must be what drawing all of it gives.
@Suite("The picture after the cursor moved")
struct MovedCursorTests {
  static let sizes = [
    Size(columns: 40, rows: 10), Size(columns: 50, rows: 15), Size(columns: 66, rows: 30),
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 200, rows: 60),
  ]

  static let scenes: [(name: String, state: DashboardState)] = [
    ("seven accounts", Scene.main()),
    ("ASCII", Scene.main { $0.appearance.isASCII = true }),
    (
      "wide labels",
      Scene.main(Scene.difficultLabels.map { FleetFixture.snapshot(FleetFixture.account($0)) })
    ),
    ("many", Scene.main(FleetFixture.many(200), selecting: "account-4")),
    ("a filter", Scene.main { $0.accounts.filter = TextField("o") }),
    ("a filter being typed", Scene.main { $0.accounts.isFiltering = true }),
    ("details", Scene.main { $0.focus = .detail }),
    (
      "offline",
      Scene.main { $0.connection = .offline(since: $0.now - 60, nextTryAt: $0.now + 60) }
    ),
  ]

  @Test("is the same as the whole one", arguments: sizes)
  func same(size: Size) throws {
    for (name, scene) in Self.scenes {
      var state = scene
      state.size = size
      var last = DashboardView.draw(state, size)
      var isShort = false
      for key in ["Down", "Down", "k", "G", "g", "3", "3", "PgDn", "Up", "1"] {
        let stroke = try #require(KeyStroke(key))
        _ = DashboardUpdate.update(
          &state, DashboardMessage(at: state.now + 0.01, .keyPressed(stroke)))

        last = DashboardView.draw(state, size, after: last)

        isShort = isShort || last.state.now < state.now
        let fault = Self.difference(last, from: state)
        #expect(fault == nil, "\(name), \(key)")
      }
      #expect(isShort, "\(name): everything was drawn each time")
    }
  }

  @Test("is drawn whole when a second has passed")
  func tick() {
    let size = Size(columns: 120, rows: 36)
    var state = Scene.main { $0.size = size }
    let before = DashboardView.draw(state, size)
    _ = DashboardUpdate.update(
      &state, DashboardMessage(at: state.now + 1, .keyPressed(KeyStroke(.down))))

    let after = DashboardView.draw(state, size, after: before)

    #expect(after.state.now == state.now)
    #expect(after.frame == DashboardView.frame(of: state, size: size))
  }

  /// What a picture has that drawing all of it has not, nil for nothing.
  static func difference(_ drawn: Drawn<DashboardState>, from state: DashboardState) -> String? {
    var state = state
    state.now = drawn.state.now
    let whole = DashboardView.frame(of: state, size: drawn.frame.size)
    let frame = drawn.frame
    if frame.cells != whole.cells { return "the picture is\n\(frame.text)\nand not\n\(whole.text)" }
    if frame.cursor != whole.cursor || frame.showsCursor != whole.showsCursor {
      return "the cursor is elsewhere"
    }
    if Set(frame.regions) != Set(whole.regions) { return "other parts can be clicked" }
    for region in whole.regions {
      let corner = Point(column: region.area.column, row: region.area.row)
      if frame.region(at: corner) != whole.region(at: corner) { return "\(region.name) is hidden" }
    }
    return nil
  }
}
