import EngineKernel
import TUI
import TUIKit
import TestSupport
import Testing

/// The pictures and frames of the documentation are those of today's screen.
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

  @Test("the picture is drawn from the screen; SWOP_UPDATE_GOLDEN=1 draws it anew")
  func picture() throws {
    let theme = try ThemeLibrary().theme(named: "aurora")
    let frame = DashboardView.frame(of: Self.state(), size: Size(columns: 120, rows: 36))
    let svg = FramePicture(frame: frame, look: Look(theme: theme, profile: .direct)).svg
    if ProcessInfo.processInfo.environment["SWOP_UPDATE_GOLDEN"] == "1" {
      try Data(svg.utf8).write(to: URL(filePath: Self.root + "/docs/dashboard.svg"))
    }

    #expect(try Self.text("docs/dashboard.svg") == svg)
  }
}
