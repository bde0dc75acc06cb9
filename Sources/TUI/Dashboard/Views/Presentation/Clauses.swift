import EngineCore
import TUIKit

/// Sentences for one line that end where a clause does.
enum Clauses {
  /// The text without the last clauses that there is no room for; the first one always stays.
  static func fitting(
    _ text: String, width: Int, at separators: [String] = [", "]
  ) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    let scalars = text.unicodeScalars
    var end: String.Index?
    var columns = 0
    var place = text.startIndex
    // Behind the width only the end of the first clause is still looked for.
    while place < text.endIndex, columns <= width || end == nil {
      let rest = scalars[place...]
      if separators.contains(where: { rest.starts(with: $0.unicodeScalars) }) { end = place }
      columns += DisplayWidth.columns(of: scalars[place])
      place = scalars.index(after: place)
    }
    return end.map { String(text[..<$0]) } ?? text
  }

  /// The text without its asides, `(resets in 2h18m)`, and then its last clauses, where room is short.
  static func fittingWithoutAsides(_ text: String, width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    return fitting(withoutAsides(text), width: width)
  }

  /// Written out, as a pattern would take longer than the rest of a row.
  private static func withoutAsides(_ text: String) -> String {
    var isAside = false
    return text.reduce(into: "") { kept, character in
      switch character {
      case "(":
        isAside = true
        if kept.last == " " { kept.removeLast() }
      case ")": isAside = false
      default: if !isAside { kept.append(character) }
      }
    }
  }
}

/// Sentences for one line. What went wrong stands behind the path it went wrong with, so the path gives way.
enum ShortPaths {
  /// The sentence, its paths cut to their last two names if it is wider than the room.
  static func fitting(_ sentence: String, width: Int, ellipsis: String) -> String {
    guard DisplayWidth.of(sentence) > width else { return sentence }
    return sentence.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let names = word.split(separator: "/")
      guard word.hasPrefix("/") || word.hasPrefix("~/"), names.count > 2 else {
        return String(word)
      }
      return ellipsis + "/" + names.suffix(2).joined(separator: "/")
    }.joined(separator: " ")
  }
}

/// The columns of a text, fast where all of it is ASCII: lists of a thousand names are measured at every
/// frame.
enum TextWidth {
  static func of(_ text: String) -> Int {
    let bytes = text.utf8
    return bytes.allSatisfy { $0 < 0x80 } ? bytes.count : DisplayWidth.of(text)
  }
}

/// Amounts of data as people read them.
enum ByteText {
  /// `812 B`, `18 kB`, `18 MB`, `1.2 GB`.
  static func text(_ bytes: Int64) -> String {
    var value = Double(max(0, bytes))
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 || unit == "GB" {
        let isExact = unit == "B" || value >= 9.95
        let tenths = Int((value * 10).rounded())
        return isExact ? "\(Int(value.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1_000
    }
    return "\(bytes) B"
  }
}

// The characters that only the dashboard draws; each takes one column in both sets.
extension GlyphSet {
  private func either(_ unicode: String, _ ascii: String) -> String {
    self == .unicode ? unicode : ascii
  }

  /// Stands in front of an event that is about no state.
  var note: String { either("·", ":") }

  /// The up and down keys.
  var arrowKeys: String { either("↑↓", "up/dn") }

  /// The frame of a spinner after a time.
  func spinner(after seconds: Double) -> String {
    let step = Int(max(0, min(seconds, 1e6)) * 10)
    return spinner[step % spinner.count]
  }
}

// Keys in sentences: those that work now, whatever the settings made of them.
extension DashboardState {
  /// The characters that draw.
  var glyphs: GlyphSet { appearance.isASCII ? .ascii : .unicode }

  /// The first key of a command as the screen shows it, nil if it has none.
  func key(_ command: DashboardCommand) -> String? {
    keymap.keys(of: command.id).first?.shown(glyphs)
  }

  /// What helps, behind a sentence: `, E switches it on`. Empty if the command has no key.
  func offer(_ command: DashboardCommand, _ deed: String) -> String {
    key(command).map { ", \($0) \(deed)" } ?? ""
  }
}
