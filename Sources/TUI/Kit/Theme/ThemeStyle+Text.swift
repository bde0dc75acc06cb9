// A style as a theme writes it, and as the sequence that a terminal takes.
extension ThemeStyle: CustomStringConvertible {
  package var description: String {
    let ground = background == .standard ? [] : ["on", Self.word(background)]
    let names: [(TextAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    let words = names.filter { attributes.contains($0.0) }.map(\.1)
    return ([Self.word(foreground)] + ground + words).joined(separator: " ")
  }

  /// The parameters of its SGR sequence (ECMA-48), on a terminal with 256 colours.
  package var sequence: String {
    let codes: [(TextAttributes, Int)] = [(.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
    var parts = ["0"] + codes.filter { attributes.contains($0.0) }.map { "\($0.1)" }
    let front = ColorQuantizer.number(of: foreground, in: .indexed)
    let back = ColorQuantizer.number(of: background, in: .indexed)
    if front >= 0 { parts.append("38;5;\(front)") }
    if back >= 0 { parts.append("48;5;\(back)") }
    return parts.joined(separator: ";")
  }

  private static func word(_ color: ThemeColor) -> String {
    switch color {
    case .standard: return "default"
    case .index(let index): return "\(index)"
    case .rgb(let color):
      let parts = [color.red, color.green, color.blue].map { part in
        let text = String(part, radix: 16, uppercase: true)
        return part < 16 ? "0" + text : text
      }
      return "#" + parts.joined()
    }
  }
}
