/// The character of one cell. It holds no reference that would have to be counted: a screen has thousands
/// of cells, which are copied and compared at every key.
package struct CellText: Hashable, Sendable {
  // Three scalars of 21 bits each, the first lowest, zeros behind the last.
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Scalars there is room for; a cell of ncurses holds five.
  private static let limit = 6

  /// A character; marks that find no room are left out.
  package init(_ character: Character) {
    for (place, scalar) in character.unicodeScalars.prefix(Self.limit).enumerated() {
      let bits = UInt64(scalar.value) << (place % 3 * 21)
      if place < 3 { low |= bits } else { high |= bits }
    }
  }

  /// A character of one scalar.
  package init(scalar: Unicode.Scalar) { low = UInt64(scalar.value) }

  /// Its scalars.
  package var scalars: [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    for var bits in [low, high] {
      while bits != 0, let scalar = Unicode.Scalar(UInt32(bits & 0x1F_FFFF)) {
        scalars.append(scalar)
        bits >>= 21
      }
    }
    return scalars
  }

  /// The character.
  package var character: Character {
    if low < 1 << 21, let only = Unicode.Scalar(UInt32(low)) { return Character(only) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text).first ?? " "
  }

  /// Whether it is ASCII.
  package var isASCII: Bool { low < 0x80 }
}
