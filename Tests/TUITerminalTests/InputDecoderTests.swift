import EngineCore
import TUIKit
import Testing

@testable import TUITerminal

@Suite("Bytes of a terminal")
struct InputDecoderTests {
  @Test(
    "keys arrive as keys",
    arguments: [
      ("a", "a"), ("S", "S"), ("\r", "Enter"), ("\n", "Enter"), ("\t", "Tab"),
      ("\u{7F}", "Backspace"),
      ("\u{8}", "Backspace"), ("\u{15}", "Ctrl-U"), ("\u{1A}", "Ctrl-Z"), ("\u{0}", "Ctrl-Space"),
      ("\u{1B}[A", "Up"), ("\u{1B}OA", "Up"), ("\u{1B}[1;5C", "Ctrl-Right"), ("\u{1B}[H", "Home"),
      ("\u{1B}[1~", "Home"), ("\u{1B}[4~", "End"), ("\u{1B}[8~", "End"), ("\u{1B}[3~", "Delete"),
      ("\u{1B}[5~", "PgUp"), ("\u{1B}[6~", "PgDn"), ("\u{1B}OP", "F1"), ("\u{1B}[[A", "F1"),
      ("\u{1B}[11~", "F1"), ("\u{1B}[15~", "F5"), ("\u{1B}[24~", "F12"), ("\u{1B}[Z", "Shift-Tab"),
      ("\u{1B}x", "Alt-x"), ("\u{1B}[97;5u", "Ctrl-a"), ("\u{1B}[27;5;97~", "Ctrl-a"), ("é", "é"),
      ("日", "日"),
    ] as [(String, String)])
  func keys(bytes: String, name: String) throws {
    var decoder = InputDecoder()

    let events = decoder.feed(bytes.utf8)

    #expect(events.map(keyName) == [spelled(name)])
    #expect(!decoder.isPending)
  }

  @Test(
    "what is not a key means nothing",
    arguments: [
      "\u{1B}[>1;2;3c", "\u{1B}[?62;22c", "\u{1B}[12;40R", "\u{1B}[5n",
      "\u{1B}]11;rgb:00/00/00\u{7}",
      "\u{1B}]11;rgb:00/00/00\u{1B}\\", "\u{1B}P1+r544e\u{1B}\\", "\u{1B}[M dD", "\u{1B}[99~",
      "\u{1B}[1;2;3;4q", "\u{1B}O9", "\u{1B}[<0;3;4m", "\u{1B}[<35;3;4M", "\u{1B}[57441u",
    ])
  func unknown(bytes: String) {
    var decoder = InputDecoder()

    let events = decoder.feed(bytes.utf8) + decoder.flush()

    #expect(events == [])
  }

  @Test("sequences arrive in any portions")
  func portions() {
    let bytes = Array("\u{1B}[1;5Cé\u{1B}[<0;7;9M\u{1B}[200~a\u{1B}[201~q".utf8)
    let whole: [InputEvent] = {
      var decoder = InputDecoder()
      return decoder.feed(bytes)
    }()

    for size in 1...bytes.count {
      var decoder = InputDecoder()
      var events: [InputEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += decoder.feed(bytes[start..<min(bytes.count, start + size)])
      }
      #expect(events == whole)
    }
    #expect(whole.count == 5)
  }

  @Test("a lone Esc is Esc once its time has passed, and twice is twice")
  func escape() {
    var decoder = InputDecoder()

    let first = decoder.feed([0x1B])
    let waited = decoder.isPending
    let second = decoder.flush() + decoder.feed([0x1B, 0x1B]) + decoder.flush()

    #expect(first == [])
    #expect(waited)
    #expect(second == Array(repeating: .key(KeyStroke(.escape)), count: 3))
  }

  @Test("pasted text never acts as keys, not even its escape sequences")
  func paste() {
    var decoder = InputDecoder()

    let events = decoder.feed("\u{1B}[200~qD\ny\u{1B}[A\u{1B}[201~k".utf8)

    #expect(events == [.paste("qD\ny\u{1B}[A"), .key(KeyStroke("k"))])
  }

  @Test("a paste without an end is over when nothing more comes")
  func endlessPaste() {
    var decoder = InputDecoder()

    let events = decoder.feed("\u{1B}[200~abc".utf8) + decoder.flush() + decoder.feed("d".utf8)

    #expect(events == [.paste("abc"), .key(KeyStroke("d"))])
  }

  @Test("clicks, the wheel and the focus are understood")
  func mouse() {
    var decoder = InputDecoder()

    let events = decoder.feed("\u{1B}[<0;7;9M\u{1B}[<64;1;1M\u{1B}[<65;1;1M\u{1B}[I\u{1B}[O".utf8)

    #expect(
      events == [
        .mouse(MouseEvent(.click, at: Point(column: 6, row: 8))),
        .mouse(MouseEvent(.wheelUp, at: Point(column: 0, row: 0))),
        .mouse(MouseEvent(.wheelDown, at: Point(column: 0, row: 0))), .focus(true), .focus(false),
      ])
  }

  @Test("bytes that are not text are dropped, and what follows is read")
  func invalid() {
    var decoder = InputDecoder()

    let events = decoder.feed([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x61, 0xF8, 0x62])

    #expect(events == [.key(KeyStroke("(")), .key(KeyStroke("a")), .key(KeyStroke("b"))])
  }

  @Test("any bytes end in a state that reads on")
  func noise() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var decoder = InputDecoder()
      let noise = (0..<40).map { _ in
        [0x1B, 0x5B, 0x4F, 0x3B, 0x7E].randomElement()
          ?? UInt8.random(in: 0...255, using: &generator)
      }

      _ = decoder.feed(noise) + decoder.flush()
      _ = decoder.flush()

      #expect(!decoder.isPending)
    }
  }

  private func keyName(_ event: InputEvent) -> String {
    if case .key(let stroke) = event { stroke.description } else { "\(event)" }
  }

  private func spelled(_ name: String) -> String {
    KeyStroke(name)?.description ?? name
  }
}
