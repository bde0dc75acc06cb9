package import EngineCore
package import TUIKit

// The dashboard's bar in the roles of the command line.
extension Meter {
  /// The bar in `width` columns, 1 or more.
  package func text(width: Int, glyphs: GlyphSet) -> StyledText {
    line(width: width, glyphs: glyphs).pieces.reduce(into: StyledText()) { text, piece in
      switch piece.style.role {
      case .track: text.append(piece.text, .track)
      case .pace: text.append(piece.text, .pace)
      default: text.append(piece.text, Self.textRole(left: left))
      }
    }
  }

  /// A bar of which nothing is known.
  static func unknownText(width: Int, glyphs: GlyphSet) -> StyledText {
    StyledText(String(repeating: glyphs.unknownTrack, count: width), .muted)
  }

  /// What an amount left means: plenty, caution or danger.
  package static func textRole(left: Double) -> Role {
    switch role(left: left) {
    case .barDanger: .barDanger
    case .barCaution: .barCaution
    default: .barHigh
    }
  }
}
