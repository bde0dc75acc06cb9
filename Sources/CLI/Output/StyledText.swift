import EngineCore

/// Text in pieces, each with its meaning.
package struct StyledText: Hashable, Sendable {
  /// One piece.
  package struct Piece: Hashable, Sendable {
    package var text: String
    package var role: Role
  }

  /// The pieces in order.
  package private(set) var pieces: [Piece] = []

  /// Nothing yet.
  package init() {}

  /// One piece.
  package init(_ text: String, _ role: Role = .plain) {
    append(text, role)
  }

  /// Columns it takes.
  package var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Adds a piece.
  package mutating func append(_ text: String, _ role: Role = .plain) {
    guard !text.isEmpty else { return }
    if let last = pieces.indices.last, pieces[last].role == role {
      pieces[last].text += text
    } else {
      pieces.append(Piece(text: text, role: role))
    }
  }

  /// Adds other text.
  package mutating func append(_ other: StyledText) {
    for piece in other.pieces { append(piece.text, piece.role) }
  }

  /// Itself with spaces behind it up to `width` columns.
  package func padded(to width: Int) -> StyledText {
    var result = self
    result.append(String(repeating: " ", count: max(0, width - self.width)))
    return result
  }

  /// Itself with spaces before it up to `width` columns.
  package func padded(leadingTo width: Int) -> StyledText {
    var result = StyledText(String(repeating: " ", count: max(0, width - self.width)))
    result.append(self)
    return result
  }

  /// Itself cut to `width` columns; nil leaves it whole.
  package func cut(to width: Int?, ellipsis: String) -> StyledText {
    guard let width, self.width > width else { return self }
    var result = StyledText()
    var room = width
    for piece in pieces {
      let columns = DisplayWidth.of(piece.text)
      // A piece that fits exactly still needs a column for the ellipsis of what follows.
      guard columns < room else {
        result.append(DisplayWidth.cut(piece.text + " ", to: room, ellipsis: ellipsis), piece.role)
        break
      }
      result.append(piece.text, piece.role)
      room -= columns
    }
    return result
  }

  /// The text with colour sequences or without, white space at the end removed.
  package func rendered(color: Bool) -> String {
    var pieces = pieces
    while let last = pieces.indices.last {
      while pieces[last].text.last == " " { pieces[last].text.removeLast() }
      guard pieces[last].text.isEmpty else { break }
      pieces.removeLast()
    }
    return pieces.reduce(into: "") { result, piece in
      guard color, let sequence = piece.role.sequence else {
        result += piece.text
        return
      }
      result += "\u{1B}[\(sequence)m\(piece.text)\u{1B}[0m"
    }
  }
}
