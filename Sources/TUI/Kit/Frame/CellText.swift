/// The character of one cell. It holds no reference that would have to be counted: a screen has thousands
/// of cells, which are copied and compared at every key.
package struct CellText: Hashable, Sendable {
  // Three scalars of 21 bits each, the first lowest, zeros behind the last; and a fourth.
  @usableFromInline package private(set) var low: UInt64 = 0
  @usableFromInline package private(set) var last: UInt32 = 0

  /// Scalars there is room for: a character and three marks.
  private static let limit = 4

  /// A character; marks that find no room are left out.
  package init(_ character: Character) {
    for (place, scalar) in character.unicodeScalars.prefix(Self.limit).enumerated() {
      if place < 3 { low |= UInt64(scalar.value) << (place * 21) } else { last = scalar.value }
    }
  }

  /// A character of one scalar.
  package init(scalar: Unicode.Scalar) { low = UInt64(scalar.value) }

  /// Its scalars, one after the other.
  @inlinable package func forEachScalar(_ body: (UInt32) -> Void) {
    var bits = low
    while bits != 0 {
      body(UInt32(bits & 0x1F_FFFF))
      bits >>= 21
    }
    if last != 0 { body(last) }
  }

  /// The character.
  package var character: Character {
    if low < 1 << 21, let only = Unicode.Scalar(UInt32(low)) { return Character(only) }
    var text = String.UnicodeScalarView()
    forEachScalar { bits in if let scalar = Unicode.Scalar(bits) { text.append(scalar) } }
    return String(text).first ?? " "
  }

  /// Whether it is ASCII.
  package var isASCII: Bool { low < 0x80 }
}
