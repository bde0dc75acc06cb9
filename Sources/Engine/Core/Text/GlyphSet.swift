/// The characters that draw: two sets of the same widths, one for terminals without UTF-8.
package enum GlyphSet: Hashable, Sendable {
  case unicode, ascii

  /// The set for a locale: unicode only if it says UTF-8.
  package init(_ variables: ProcessEnvironment) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variables.nonEmpty).first ?? ""
    let folded = locale.lowercased()
    self = folded.contains("utf-8") || folded.contains("utf8") ? .unicode : .ascii
  }

  /// The sign of a state.
  package func glyph(_ state: AccountState) -> String {
    switch state {
    case .inUse: self == .unicode ? "▶" : "@"
    case .ready: self == .unicode ? "●" : "*"
    case .low: self == .unicode ? "◐" : "-"
    case .waiting: self == .unicode ? "○" : "o"
    case .blocked: self == .unicode ? "⊘" : "!"
    case .expired: self == .unicode ? "✗" : "x"
    case .off: self == .unicode ? "◌" : "."
    case .unknown: "?"
    }
  }

  /// The mark behind the default account's name.
  package var defaultMark: String { self == .unicode ? "◆" : "+" }

  /// What stands for text that was cut off.
  package var ellipsis: String { self == .unicode ? "…" : "~" }

  /// Where the fill of a bar would end under even use.
  package var pace: String { self == .unicode ? "┃" : "|" }

  /// The empty part of a bar.
  package var track: String { self == .unicode ? "░" : "-" }

  /// A bar of which nothing is known.
  package var unknownTrack: String { self == .unicode ? "·" : "." }

  /// Frames of a spinner, one a tenth of a second.
  package var spinner: [String] {
    self == .unicode ? ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] : ["|", "/", "-", "\\"]
  }

  /// Eight levels of a bar of one column, lowest first: eighths of a block, or digits.
  package var levels: [String] {
    self == .unicode
      ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["1", "2", "3", "4", "5", "6", "7", "8"]
  }

  /// The filled part of a bar: a little lower than its row, so that the bars of two rows stay apart.
  package var bar: String { self == .unicode ? "▇" : "#" }

  /// The filled part of an area.
  package var fill: String { self == .unicode ? "█" : "#" }

  /// The lines of frames and rules.
  package var line: LineGlyphs { self == .unicode ? .unicode : .ascii }

  /// What marks the selected row in its first column.
  package var selection: String { self == .unicode ? "▌" : ">" }

  /// Where text goes in that is typed.
  package var caret: String { self == .unicode ? "▏" : "_" }

  /// The part of a scroll bar that says where one is.
  package var scrollHandle: String { self == .unicode ? "┃" : "#" }

  /// Points to what comes next or was chosen.
  package var pointer: String { self == .unicode ? "▸" : ">" }

  /// The counterpart of `pointer`, behind what it points to.
  package var pointerBack: String { self == .unicode ? "◂" : "<" }

  /// A reset that lifts something.
  package var rise: String { self == .unicode ? "▲" : "^" }

  /// Text in the characters this set can show.
  package func shown(_ text: String) -> String {
    guard self == .ascii, !text.unicodeScalars.allSatisfy(\.isASCII) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "“", "”": result += "\""
      case "‘", "’": result += "'"
      case "…": result += "..."
      case "–", "—", "·": result += "-"
      case "→", "▸": result += ">"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      // Combining marks take no room, wide characters take two columns; alignment survives both.
      default: result += String(repeating: "?", count: DisplayWidth.columns(of: scalar))
      }
    }
  }
}

/// The characters of frames, rules and axes; each takes one column.
package struct LineGlyphs: Hashable, Sendable {
  /// A horizontal and a vertical line.
  package let horizontal, vertical: String
  /// The corners of a frame.
  package let topLeft, topRight, bottomLeft, bottomRight: String
  /// Where a line leaves another one: downwards, upwards, to the left.
  package let teeDown, teeUp, teeLeft: String
  /// The origin of two axes.
  package let origin: String

  /// Thin lines with round corners.
  static let unicode = LineGlyphs(
    horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰",
    bottomRight: "╯", teeDown: "┬", teeUp: "┴", teeLeft: "┤", origin: "└")

  /// What ASCII has.
  static let ascii = LineGlyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeDown: "+", teeUp: "+", teeLeft: "+", origin: "+")
}
