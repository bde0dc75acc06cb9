package import EngineCore

/// One line of text in pieces, each with its style.
package struct StyledLine: Hashable, Sendable {
  /// One piece.
  package struct Piece: Hashable, Sendable {
    /// Printable text.
    package var text: String
    /// How it is meant.
    package var style: Style
  }

  /// The pieces in order.
  package private(set) var pieces: [Piece] = []

  /// Nothing yet.
  package init() {}

  /// One piece.
  package init(_ text: String, _ style: Style = .plain) { append(text, style) }

  /// One piece with a role.
  package init(_ text: String, _ role: ThemeRole) { append(text, Style(role)) }

  /// Columns it takes.
  package var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Its characters.
  package var text: String { pieces.map(\.text).joined() }

  /// Adds a piece.
  package mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    if let last = pieces.indices.last, pieces[last].style == style {
      pieces[last].text += text
    } else {
      pieces.append(Piece(text: text, style: style))
    }
  }

  /// Adds a piece with a role.
  package mutating func append(_ text: String, _ role: ThemeRole) { append(text, Style(role)) }

  /// Adds another line.
  package mutating func append(_ other: StyledLine) {
    for piece in other.pieces { append(piece.text, piece.style) }
  }

  /// Two lines as one.
  package static func + (left: StyledLine, right: StyledLine) -> StyledLine {
    var result = left
    result.append(right)
    return result
  }

  /// Itself with spaces behind it up to `width` columns.
  package func padded(to width: Int, style: Style = .plain) -> StyledLine {
    var result = self
    result.append(DisplayWidth.repeated(" ", width - self.width), style)
    return result
  }

  /// Itself with spaces before it up to `width` columns.
  package func padded(leadingTo width: Int, style: Style = .plain) -> StyledLine {
    StyledLine(DisplayWidth.repeated(" ", width - self.width), style) + self
  }

  /// Itself cut to `width` columns at a character boundary, with an ellipsis if it was cut.
  package func cut(to width: Int, glyphs: GlyphSet) -> StyledLine {
    guard self.width > width else { return self }
    var result = StyledLine()
    var room = width
    for piece in pieces {
      let columns = DisplayWidth.of(piece.text)
      // A piece that fits exactly still needs a column for the ellipsis of what follows.
      guard columns < room else {
        let text = DisplayWidth.cut(piece.text + " ", to: room, ellipsis: glyphs.ellipsis)
        result.append(text, piece.style)
        break
      }
      result.append(piece.text, piece.style)
      room -= columns
    }
    return result
  }

  /// Itself with every style changed.
  package func mapStyles(_ change: (Style) -> Style) -> StyledLine {
    var result = StyledLine()
    for piece in pieces { result.append(piece.text, change(piece.style)) }
    return result
  }
}

/// How a cell is meant: its role, what is added to it, and whether it is on the selected row. A theme
/// makes colours of it.
package struct Style: Hashable, Sendable {
  /// What the text means.
  package var role: ThemeRole
  /// Attributes beside those of the role.
  var attributes: TextAttributes
  /// Whether the background and attributes of the role `selection` are added.
  var isSelected: Bool

  /// A style of its parts.
  package init(
    _ role: ThemeRole = .text, _ attributes: TextAttributes = [], isSelected: Bool = false
  ) {
    self.role = role
    self.attributes = attributes
    self.isSelected = isSelected
  }

  /// Plain text.
  package static let plain = Style()
}

/// What a character may have beside its colours. All terminals have these or ignore them.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// Attributes of bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier, or brighter.
  static let bold = TextAttributes(rawValue: 1)
  /// Fainter.
  static let dim = TextAttributes(rawValue: 2)
  /// With a line below.
  package static let underline = TextAttributes(rawValue: 4)
  /// Text and background exchanged.
  package static let reverse = TextAttributes(rawValue: 8)
}
