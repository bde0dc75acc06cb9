import EngineCore
import TUIKit
import Testing

/// Compares frames with the files in `Golden/`. With `SWOP_UPDATE_GOLDEN=1` the files are written instead;
/// a rewritten file is reviewed like code.
enum GoldenFrame {
  /// Compares a frame with the golden one of a name.
  static func expect(
    _ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = folder + name + ".txt"
    let text = GoldenText(frame, looks: looks).text
    if ProcessInfo.processInfo.environment["SWOP_UPDATE_GOLDEN"] == "1" {
      do {
        try Data(text.utf8).write(to: URL(filePath: path))
      } catch {
        Issue.record("cannot write \(path): \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    let golden = (try? Data(contentsOf: URL(filePath: path))).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard text != golden else { return }
    Issue.record(
      """
      \(name) differs from its golden frame; SWOP_UPDATE_GOLDEN=1 accepts it.
      \(firstDifference(golden ?? "", text))
      """, sourceLocation: sourceLocation)
  }

  /// The dark theme with 256 colours, and the theme of who chose none with 16 and with none.
  private static let looks: [Look] = {
    let library = ThemeLibrary()
    let aurora = (try? library.theme(named: "aurora")) ?? library.fallback
    return [
      Look(theme: aurora, profile: .indexed), Look(theme: library.fallback, profile: .sixteen),
      Look(theme: library.fallback, profile: .mono),
    ]
  }()

  private static var folder: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/Golden/"
  }

  private static func firstDifference(_ golden: String, _ text: String) -> String {
    let old = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? String(old[index]) : "(nothing)"
      let after = index < new.count ? String(new[index]) : "(nothing)"
      if before != after { return "line \(index + 1)\nwas: \(before)\nnow: \(after)" }
    }
    return "only the line ends differ"
  }
}
