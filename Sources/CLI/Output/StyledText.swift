import EngineCore

/// Text in pieces, each with its meaning.
struct StyledText: Hashable, Sendable {
  /// One piece.
  struct Piece: Hashable, Sendable {
    var text: String
    var role: Role
  }

  /// The pieces in order.
  private(set) var pieces: [Piece] = []

  /// Nothing yet.
  init() {}

  /// One piece.
  init(_ text: String, _ role: Role = .plain) {
    append(text, role)
  }

  /// Columns it takes.
  var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Adds a piece.
  mutating func append(_ text: String, _ role: Role = .plain) {
    guard !text.isEmpty else { return }
    if let last = pieces.indices.last, pieces[last].role == role {
      pieces[last].text += text
    } else {
      pieces.append(Piece(text: text, role: role))
    }
  }

  /// Adds other text.
  mutating func append(_ other: StyledText) {
    for piece in other.pieces { append(piece.text, piece.role) }
  }

  /// Itself with spaces behind it up to `width` columns.
  func padded(to width: Int) -> StyledText {
    var result = self
    result.append(String(repeating: " ", count: max(0, width - self.width)))
    return result
  }

  /// Itself with spaces before it up to `width` columns.
  func padded(leadingTo width: Int) -> StyledText {
    var result = StyledText(String(repeating: " ", count: max(0, width - self.width)))
    result.append(self)
    return result
  }

  /// Itself cut to `width` columns; nil leaves it whole.
  func cut(to width: Int?, ellipsis: String) -> StyledText {
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
  func rendered(color: Bool) -> String {
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

/// What a piece of text means; colour only speeds it up, a word or glyph always stands beside it.
enum Role: Hashable, Sendable {
  case plain, title, muted, heading
  case stateInUse, stateReady, stateLow, stateWaiting, stateBlocked, stateExpired, stateOff
  case barHigh, barCaution, barDanger, track, pace
  case problem

  /// The parameters of its SGR sequence (ECMA-48), nil for none. Only the terminal's own 16 colours are
  /// used, so that any colour scheme fits.
  var sequence: String? {
    switch self {
    case .plain: nil
    case .title: "1"
    case .muted, .heading, .track, .stateOff: "2"
    case .stateInUse: "1;36"
    case .stateReady, .barHigh: "32"
    case .stateLow, .barCaution: "33"
    case .stateWaiting: "34"
    case .stateBlocked: "35"
    case .stateExpired, .problem: "1;31"
    case .barDanger: "31"
    case .pace: "1"
    }
  }
}
