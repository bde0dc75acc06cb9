import EngineCore
import TUIKit

/// The name of an account in a list, its mark behind it, what the filter found underlined.
enum AccountNameView {
  static func line(
    _ row: AccountRow, byEmail: Bool, width: Int, query: AccountQuery, _ glyphs: GlyphSet
  ) -> StyledLine {
    let mark = row.isDefault ? " " + glyphs.defaultMark : ""
    let hasMark = width > 5
    let room = hasMark ? max(1, width - DisplayWidth.of(mark)) : width
    let name = byEmail && !row.email.isEmpty ? row.email : row.label
    var line = text(name, plain(row.state), query).cut(to: room, glyphs: glyphs)
    if hasMark { line.append(mark, .key) }
    return line.padded(to: width)
  }

  /// A text in which what the filter found is underlined.
  static func text(_ text: String, _ role: ThemeRole, _ query: AccountQuery) -> StyledLine {
    let found = query.matches(in: text)
    guard !found.isEmpty else { return StyledLine(text, role) }
    var line = StyledLine()
    for (index, character) in text.enumerated() {
      let isFound = found.contains { $0.contains(index) }
      line.append(String(character), isFound ? Style(.match, [.underline]) : Style(role))
    }
    return line
  }

  private static func plain(_ state: AccountState) -> ThemeRole {
    state == .off ? .muted : .text
  }
}
