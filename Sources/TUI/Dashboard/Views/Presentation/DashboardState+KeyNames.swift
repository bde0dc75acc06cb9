import EngineCore
import TUIKit

// Keys in sentences: those that work now, whatever the settings made of them.
extension DashboardState {
  /// The characters that draw.
  var glyphs: GlyphSet { appearance.isASCII ? .ascii : .unicode }

  /// The first key of a command as the screen shows it, nil if it has none.
  package func key(_ command: DashboardCommand) -> String? {
    keymap.keys(of: command.id).first?.shown(glyphs)
  }

  /// What helps, behind a sentence: `, E switches it on`. Empty if the command has no key.
  func offer(_ command: DashboardCommand, _ deed: String) -> String {
    key(command).map { ", \($0) \(deed)" } ?? ""
  }
}
