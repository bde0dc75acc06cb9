import EngineCore

/// Reads the value of a role: `colour [on colour] [bold] [dim] [underline] [reverse]`.
enum ThemeValue {
  /// Why a value cannot be read: the end of the sentence that begins with its key.
  struct Problem: Error {
    let clause: String
  }

  /// The style of a value; `palette` has the colours a theme named.
  static func style(
    _ text: String, palette: [String: ThemeColor]
  ) throws(Problem) -> ThemeStyle {
    var words = text.split(separator: " ").map(String.init)[...]
    guard let first = words.popFirst() else {
      throw Problem(clause: "is empty; it must begin with a colour")
    }
    var style = ThemeStyle(try color(first, palette: palette))
    if words.first == "on" {
      words.removeFirst()
      guard let ground = words.popFirst() else {
        throw Problem(clause: "has no colour behind “on”")
      }
      style.background = try color(ground, palette: palette)
    }
    for word in words {
      guard let attribute = attributes[word] else {
        throw Problem(
          clause: "has “\(PrintableText.shortened(word, to: 20))”, which is none of: bold, dim, "
            + "underline, reverse")
      }
      style.attributes.insert(attribute)
    }
    return style
  }

  /// The colour of a word.
  static func color(_ word: String, palette: [String: ThemeColor]) throws(Problem) -> ThemeColor {
    if let known = palette[word] { return known }
    if word == "default" { return .standard }
    if let rgb = RGB(word) { return .rgb(rgb) }
    if let index = UInt8(word) { return .index(index) }
    if let index = names.firstIndex(of: word) { return .index(UInt8(index)) }
    throw Problem(
      clause: "has “\(PrintableText.shortened(word, to: 20))”, which is no colour: #RRGGBB, #RGB, "
        + "a name of the palette, a name like red or bright-red, 0 to 255, or default")
  }

  private static let attributes: [String: TextAttributes] = [
    "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
  ]

  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]
}
