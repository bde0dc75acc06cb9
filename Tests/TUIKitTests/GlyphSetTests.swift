import EngineCore
import Testing

@Suite("Characters that draw")
struct GlyphSetTests {
  private static func glyphs(_ set: GlyphSet) -> [String] {
    AccountState.allCases.map(set.glyph) + set.levels + set.spinner + [
      set.defaultMark, set.ellipsis, set.pace, set.track, set.unknownTrack, set.bar, set.fill,
      set.selection, set.caret, set.scrollHandle, set.pointer, set.pointerBack, set.rise,
      set.line.horizontal, set.line.vertical, set.line.topLeft,
      set.line.topRight, set.line.bottomLeft, set.line.bottomRight, set.line.teeDown,
      set.line.teeUp, set.line.teeLeft, set.line.origin,
    ]
  }

  @Test("every one takes one column, in both sets", arguments: [GlyphSet.unicode, .ascii])
  func widths(set: GlyphSet) {
    #expect(Self.glyphs(set).filter { DisplayWidth.of($0) != 1 || $0.count != 1 } == [])
  }

  @Test("none is an emoji or of a font's private use")
  func plain() {
    let scalars = Self.glyphs(.unicode).flatMap(\.unicodeScalars)

    #expect(scalars.filter { $0.properties.isEmojiPresentation } == [])
    #expect(scalars.filter { $0.properties.generalCategory == .privateUse } == [])
  }

  @Test("the plain set is ASCII")
  func ascii() {
    #expect(Self.glyphs(.ascii).allSatisfy { $0.utf8.allSatisfy { (0x21..<0x7F).contains($0) } })
  }

  @Test("no two states share a sign", arguments: [GlyphSet.unicode, .ascii])
  func states(set: GlyphSet) {
    #expect(Set(AccountState.allCases.map(set.glyph)).count == AccountState.allCases.count)
  }
}
