/// One piece of a JSON5 text. The pieces of a text, put one after another, are the text.
package struct JSON5Token: Hashable, Sendable {
  /// What a piece is.
  package enum Kind: Hashable, Sendable {
    case openBrace, closeBrace, openBracket, closeBracket, colon, comma
    /// A string in single or double quotes, quotes included.
    case string
    /// A number, its sign included; also `Infinity` and `NaN` with a sign.
    case number
    /// A bare word: a key, `true`, `false`, `null`, `Infinity` or `NaN`.
    case word
    /// White space, line ends included.
    case space
    /// A comment to the end of its line (without the line end) or between `/*` and `*/`.
    case comment
    /// The end of the text; empty.
    case end
  }

  /// What it is.
  package let kind: Kind
  /// Its bytes.
  package let range: Range<Int>
  /// Where it begins.
  package let position: JSON5Position

  /// A token of its parts.
  package init(kind: Kind, range: Range<Int>, position: JSON5Position) {
    self.kind = kind
    self.range = range
    self.position = position
  }

  /// Whether it means nothing: white space or a comment.
  package var isTrivia: Bool { kind == .space || kind == .comment }
}
