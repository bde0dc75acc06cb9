import EngineCore
import Testing

@testable import TUIKit

@Suite("Themes for every colour vision")
struct ClearThemeTests {
  /// The states that have a colour of their own.
  private static let states: [ThemeRole] = [
    .stateUse, .stateReady, .stateLow, .stateWaiting, .stateBlocked, .stateExpired, .stateOff,
  ]

  @Test(
    "any two states are at least 28 apart under every kind of vision",
    arguments: ["clear-dark", "clear-light"], VisionSimulation.allCases)
  func distance(name: String, vision: VisionSimulation) throws {
    let theme = try ThemeLibrary().theme(named: name)
    let colors = try Self.states.map { vision.seen(try #require(rgb(theme[$0].foreground))) }

    let distances = colors.indices.flatMap { one in
      colors.indices.filter { $0 > one }.map { colors[one].distance(to: colors[$0]) }
    }

    #expect(distances.allSatisfy { $0 >= 28 }, "the nearest two are \(distances.min() ?? 0) apart")
  }

  @Test(
    "every text can be read on the background: contrast of at least 4.5",
    arguments: [("clear-dark", "#12161C"), ("clear-light", "#FAFAF7")])
  func contrast(name: String, background: String) throws {
    let theme = try ThemeLibrary().theme(named: name)
    let ground = try #require(RGB(background))
    // What only draws lines and empty bars carries no words.
    let roles = ThemeRole.allCases.filter { ![.rule, .track].contains($0) }

    let poor = roles.filter { role in
      guard let color = rgb(theme[role].foreground) else { return true }
      return LinearRGB.contrast(color, ground) < 4.5
    }

    #expect(poor == [])
  }

  @Test("the selected row can be read as well", arguments: ["clear-dark", "clear-light"])
  func selection(name: String) throws {
    let theme = try ThemeLibrary().theme(named: name)
    let row = theme[.selection]
    let ground = try #require(rgb(row.background))

    let text = try #require(rgb(row.foreground))

    #expect(LinearRGB.contrast(text, ground) >= 4.5)
  }

  private func rgb(_ color: ThemeColor) -> RGB? {
    switch color {
    case .rgb(let color): color
    case .index(let index): ColorQuantizer.table(index)
    case .standard: nil
    }
  }
}
