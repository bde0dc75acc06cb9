import EngineCore
import TestSupport
import Testing

@testable import TUI
@testable import TUIKit

/// The picture and the frames of the documentation are those of today's screen.
@Suite("Frames in the documentation")
struct DocumentedFrameTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
  }

  private static func state() -> DashboardState { Scene.main() }

  @Test(
    "the guide shows the screen as it is",
    arguments: [
      Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 50, rows: 15),
    ])
  func guide(size: Size) throws {
    let frame = DashboardView.frame(of: Self.state(), size: size).text

    #expect(try Self.text("docs/TUI.md").contains("```text\n\(frame)\n```"))
  }

  @Test("the picture shows the screen as it is; `make picture` takes it again")
  func picture() throws {
    let svg = try Self.text("docs/dashboard.svg")
    let text = svg.split(separator: "<desc>").last?.split(separator: "</desc>").first ?? ""
    let picture = text.split(separator: "\n", omittingEmptySubsequences: false)
    let size = Size(columns: 120, rows: 36)
    let screen = DashboardView.frame(of: Self.state(), size: size).text
      .split(separator: "\n", omittingEmptySubsequences: false)
    let events = try #require(screen.firstIndex { $0.contains("Events") })

    // The numbers are those of another moment; the words, and where they stand, are the same.
    #expect(picture.count == size.rows)
    for row in Array(1...12) + [events, size.rows - 1] where row < picture.count {
      #expect(Self.words(picture[row]) == Self.words(screen[row]))
    }
  }

  /// The words of a line, as far as the list goes.
  private static func words(_ line: Substring) -> [Substring] {
    line.prefix { !"│┤".contains($0) }.split { !$0.isLetter }.filter { $0.count > 2 }
  }
}
