import EngineCore

@testable import TUIKit

/// A frame as the text of its golden file: the characters, a letter below each for how it looks, and what
/// these letters come to with 256 colours, with 16, and with none. The characters are the same in all
/// three. `Tests/Tools/golden-picture` draws a file in any of them.
struct GoldenText {
  /// The text of the file.
  let text: String

  init(_ frame: Frame, looks: [Look]) {
    let letters = Self.letters(of: frame)
    let cursor = frame.cursor.map { "column \($0.column), row \($0.row)" } ?? "nowhere"
    let heading = ([Self.padded("~~ letters", 28)] + looks.map { Self.padded(Self.name($0), 24) })
      .joined()
    text =
      ([
        "\(frame.size.columns)x\(frame.size.rows), cursor \(cursor)"
          + (frame.showsCursor ? ", visible" : ""),
        frame.text, "~~ looks", frame.layer { String(letters[$0.style] ?? " ") },
        Self.trimmed(heading),
      ] + Self.legend(letters, looks)).joined(separator: "\n") + "\n"
  }

  // MARK: - Letters

  /// A letter for each style: that of its role alone, or, with anything added, the next digit or letter
  /// that no role has.
  private static func letters(of frame: Frame) -> [Style: Character] {
    var letters: [Style: Character] = [:]
    var free = Array("0123456789befgijlnopqruvwxyzACDFHIJKMNPQSTVYZ")[...]
    for row in 0..<frame.size.rows {
      for cell in frame.row(row) where letters[cell.style] == nil {
        let isAlone = cell.style == Style(cell.style.role)
        letters[cell.style] = isAlone ? letter(of: cell.style.role) : free.popFirst() ?? "*"
      }
    }
    return letters
  }

  private static func letter(of role: ThemeRole) -> Character {
    switch role {
    case .text: " "
    case .muted: "m"
    case .title: "t"
    case .rule: "-"
    case .key: "k"
    case .selection: "s"
    case .stateUse: "U"
    case .stateReady: "R"
    case .stateLow: "L"
    case .stateWaiting: "W"
    case .stateBlocked: "B"
    case .stateExpired: "E"
    case .stateOff: "O"
    case .stateUnknown: "?"
    case .barHigh: "h"
    case .barCaution: "c"
    case .barDanger: "d"
    case .track: "_"
    case .pace: "|"
    case .chart: "a"
    case .chartReset: "^"
    case .match: "="
    case .dialogFrame: "+"
    case .dialogDanger: "!"
    case .toastGood: "G"
    case .toastBad: "X"
    case .stale: "~"
    }
  }

  // MARK: - Legend

  private static func legend(_ letters: [Style: Character], _ looks: [Look]) -> [String] {
    letters.sorted { $0.value < $1.value }.map { style, letter in
      let columns = looks.map { padded(shown(style, in: $0), 24) }
      return trimmed(padded("\(letter) \(words(style))", 28) + columns.joined())
    }
  }

  private static func words(_ style: Style) -> String {
    let added = attributes(style.attributes) + (style.isSelected ? ["chosen"] : [])
    return ([style.role.rawValue] + added).joined(separator: " ")
  }

  /// What the terminal is given: a number of its table, or its own colour, and the attributes.
  private static func shown(_ style: Style, in look: Look) -> String {
    let result = look.style(style)
    let front = ColorQuantizer.number(of: result.foreground, in: look.profile)
    let back = ColorQuantizer.number(of: result.background, in: look.profile)
    let colors =
      (front < 0 ? ["default"] : ["\(front)"]) + (back < 0 ? [] : ["on", "\(back)"])
    return (colors + attributes(result.attributes)).joined(separator: " ")
  }

  private static func attributes(_ attributes: TextAttributes) -> [String] {
    let names: [(TextAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    return names.filter { attributes.contains($0.0) }.map(\.1)
  }

  private static func name(_ look: Look) -> String {
    look.profile == .mono ? "mono" : "\(look.profile.rawValue) \(look.theme.name)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    DisplayWidth.padded(text, to: width - 1) + " "
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
