import EngineCore
import Testing

@testable import TUIKit

@Suite("Hint bar")
struct HintBarTests {
  private static let entries: [HintBar.Entry] = [
    .init(name: "move", keys: "↑↓", word: "move", short: "", rank: 9),
    .init(name: "run", keys: "⏎", word: "run codex", short: "run", rank: 10),
    .init(name: "delete", keys: "D", word: "delete", rank: 6),
    .init(name: "add", keys: "a", word: "add", rank: 4),
    .init(name: "log", keys: "l", word: "log", rank: 2),
    .init(name: "help", keys: "?", word: "help", rank: .max),
    .init(name: "quit", keys: "q", word: "quit", rank: .max),
  ]

  private static func frame(_ width: Int) -> Frame {
    var canvas = Canvas(Size(columns: width, rows: 1))
    HintBar(entries, width: width).draw(on: &canvas, in: canvas.area)
    return canvas.frame
  }

  @Test(
    "unimportant entries leave first, then words are shortened, then keys stand alone",
    arguments: [
      (80, " ↑↓ move  ⏎ run codex  D delete  a add  l log  ? help  q quit"),
      (60, " ↑↓ move  ⏎ run codex  D delete  a add  ? help  q quit"),
      (53, " ↑↓ move  ⏎ run codex  D delete  ? help  q quit"),
      (44, " ↑↓ move  ⏎ run  D delete  ? help  q quit"),
      (36, " ↑↓  ⏎ run  D delete  ? help  q quit"),
      (30, " ↑↓  ⏎ run  D  ? help  q quit"),
      (26, " ↑↓  ⏎ run  ? help  q quit"),
      (22, " ⏎ run  ? help  q quit"),
      (18, " ? help  q quit"),
    ])
  func fits(width: Int, text: String) {
    #expect(Self.frame(width).text == text)
  }

  @Test("shows whole entries only, in every width, each of them clickable where it stands")
  func sweep() {
    for width in 0...90 {
      let frame = Self.frame(width)
      let shown = HintBar(Self.entries, width: width).entries
      for region in frame.regions {
        let text = String(
          (region.area.column..<region.area.endColumn).map { frame[$0, 0].character })
        let entry = shown.first { $0.name == region.name }
        #expect(text == entry.map { $0.word.isEmpty ? $0.keys : "\($0.keys) \($0.word)" })
      }
      let drawn = frame.regions.reduce(0) { $0 + $1.area.columns }
      #expect(frame.text.count { $0 != " " } <= drawn)
    }
  }
}
