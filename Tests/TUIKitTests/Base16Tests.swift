import EngineCore
import Testing

@testable import TUIKit

@Suite("Themes of base16 schemes")
struct Base16Tests {
  /// A scheme whose colour `n` is `#n0n0n0`.
  private static func scheme(without missing: String? = nil) -> [UInt8] {
    let lines = (0..<16).map { number in
      let digit = String(number, radix: 16, uppercase: true)
      return "base0\(digit): \"\(digit)0\(digit)0\(digit)0\" # a comment"
    }
    let text = lines.filter { line in missing.map { !line.hasPrefix($0) } ?? true }
    return Array((["scheme: \"Grey\"", "author: me"] + text).joined(separator: "\n").utf8)
  }

  private static func theme(hasBackground: Bool = false) throws -> Theme {
    let bytes = try Base16Scheme(scheme(), source: "grey.yaml")
      .theme(named: "grey", hasBackground: hasBackground)
    let file = ThemeLibrary.UserFile(path: "/themes/grey.json5", name: "grey", bytes: bytes)
    return try ThemeLibrary([file]).theme(named: "grey")
  }

  @Test(
    "every colour has its meaning",
    arguments: [
      (ThemeRole.muted, 0x30), (.text, 0x50), (.title, 0x70), (.stateExpired, 0x80),
      (.stateBlocked, 0x90), (.stateLow, 0xA0), (.stateReady, 0xB0), (.stateUse, 0xC0),
      (.key, 0xD0), (.chart, 0xE0), (.rule, 0x20), (.track, 0x20), (.barHigh, 0xB0),
      (.barCaution, 0xA0), (.barDanger, 0x80),
    ])
  func meanings(role: ThemeRole, level: Int) throws {
    let level = UInt8(level)

    #expect(try Self.theme()[role].foreground == .rgb(RGB(level, level, level)))
  }

  @Test("text stands on the terminal's background unless the scheme's is asked for")
  func background() throws {
    let black = ThemeColor.rgb(RGB(0, 0, 0))

    #expect(try Self.theme()[.text].background == .standard)
    #expect(try Self.theme(hasBackground: true)[.text].background == black)
    #expect(try Self.theme()[.selection].background == .rgb(RGB(0x10, 0x10, 0x10)))
  }

  @Test("quotes, hashes and small letters are taken as schemes have them")
  func spellings() throws {
    let text = (0..<16).map { number in
      let digit = String(number, radix: 16)
      return number < 8 ? "  base0\(digit): '#a1b2c\(digit)'" : "\"base0\(digit)\": a1b2c\(digit)"
    }

    #expect(throws: Never.self) {
      try Base16Scheme(Array(text.joined(separator: "\n").utf8), source: "s.yaml")
    }
  }

  @Test(
    "a scheme that lacks a colour is refused, with its name",
    arguments: ["base00", "base0A", "base0F"])
  func missing(name: String) {
    #expect(throws: ThemeError.badScheme(source: "grey.yaml", missing: name)) {
      try Base16Scheme(Self.scheme(without: name), source: "grey.yaml")
    }
  }

  @Test(
    "what is not a scheme is refused",
    arguments: ["", "base00: none", "base00: \"12345\"", "{]", "\u{0}"])
  func broken(text: String) {
    #expect(throws: ThemeError.badScheme(source: "x", missing: "base00")) {
      try Base16Scheme(Array(text.utf8), source: "x")
    }
  }
}
