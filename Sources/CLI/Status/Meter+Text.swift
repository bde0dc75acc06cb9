package import EngineKernel
package import TUIKit

// The dashboard's bar in the roles of the command line.
extension Meter {
  /// The bar in `width` columns, 1 or more.
  package func text(width: Int, glyphs: GlyphSet) -> StyledText {
    cells(width: width).reduce(into: StyledText()) { text, cell in
      switch cell {
      case .fill: text.append(glyphs.bar, Self.textRole(left: left))
      case .track: text.append(glyphs.track, .track)
      case .pace: text.append(glyphs.pace, .pace)
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
