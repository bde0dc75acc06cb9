package import EngineKernel

/// A bar that is filled with what is left.
package struct Bar: Sendable {
  /// Percent left, 0 to 100.
  let left: Double
  /// Where the fill would end under even use, in percent; nil for no mark.
  let pace: Double?

  /// The bar of a window as it was read at `readAt`.
  package init(_ window: QuotaWindow, readAt: Date) {
    left = window.leftPercent
    pace = window.evenLeft(readAt: readAt)
  }

  /// A bar without a pace mark.
  package init(left: Double) {
    self.left = left
    pace = nil
  }

  /// The bar in `width` columns, 1 or more. It is empty only when nothing is left and full only when
  /// nothing was used, as its number is.
  package func text(width: Int, glyphs: GlyphSet) -> StyledText {
    let cells = glyphs == .unicode ? eighths(width) : wholes(width)
    let mark = pace.map { min(width - 1, Int($0 / 100 * Double(width))) }
    var result = StyledText()
    for (index, cell) in cells.enumerated() {
      if index == mark {
        result.append(glyphs.pace, .pace)
      } else if let cell {
        result.append(cell, Self.role(left: left))
      } else {
        result.append(glyphs.track, .track)
      }
    }
    return result
  }

  /// A bar of which nothing is known.
  package static func unknown(width: Int, glyphs: GlyphSet) -> StyledText {
    StyledText(String(repeating: glyphs.unknownTrack, count: width), .muted)
  }

  /// What an amount left means: above 35 plenty, 16 to 35 caution, 15 and below danger.
  package static func role(left: Double) -> Role {
    if left <= 15 { return .barDanger }
    return left <= 35 ? .barCaution : .barHigh
  }

  private func eighths(_ width: Int) -> [String?] {
    let blocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    var filled = Int(left / 100 * Double(width) * 8)
    if left > 0 { filled = max(1, filled) }
    if left < 100 { filled = min(width * 8 - 1, filled) }
    return (0..<width).map { index in
      switch filled - index * 8 {
      case ...0: nil
      case let eighths where eighths < 8: blocks[eighths - 1]
      default: "█"
      }
    }
  }

  private func wholes(_ width: Int) -> [String?] {
    var filled = Int((left / 100 * Double(width)).rounded())
    if left > 0 { filled = max(1, filled) }
    if left < 100 { filled = min(max(1, width - 1), filled) }
    if left <= 0 { filled = 0 }
    return (0..<width).map { $0 < filled ? "#" : nil }
  }
}
