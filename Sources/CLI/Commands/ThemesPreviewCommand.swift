import EngineCore
import TUIKit

/// `swop themes preview`: what a theme makes of each role.
enum ThemesPreviewCommand {
  static let definition = CommandDefinition(
    "preview", summary: "Show what a theme makes of every meaning", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition(
        "THEME", completion: .words(BuiltInThemes.names), help: "The theme's name")
    ]
    $0.examples = [.init("swop themes preview aurora", "look at a theme")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let theme = try ThemesCommand.library(invocation).theme(
      named: invocation.required("THEME"))
    if invocation.isJSON {
      let roles = ThemeRole.allCases.map { role in
        OrderedJSON.object([
          "role": .text(role.rawValue), "value": .text(theme[role].description),
        ])
      }
      invocation.print(
        .report([
          "name": .text(theme.name), "mode": .text(theme.mode.rawValue), "roles": .array(roles),
        ]))
      return 0
    }
    let width = ThemeRole.allCases.map(\.rawValue.count).max() ?? 0
    for role in ThemeRole.allCases {
      let name = DisplayWidth.padded(role.rawValue, to: width)
      let sample = DisplayWidth.padded("work 64% left", to: 15)
      let shown =
        invocation.screen.hasColor
        ? "\u{1B}[\(theme[role].sequence)m\(sample)\u{1B}[0m" : sample
      invocation.say("\(name)  \(shown)  \(theme[role])")
    }
    return 0
  }
}
