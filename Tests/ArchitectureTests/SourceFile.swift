import EngineCore

/// One Swift file of the repository, read as lines.
struct SourceFile: Sendable {
  /// The place below the repository's top, for example `Sources/CLI/SwopCommand.swift`.
  let path: String
  /// The text without line ends; a final newline adds no line.
  let lines: [String]

  /// The lines that are not comments, with their numbers from 1.
  var code: [(number: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let text = line.drop { $0 == " " }
      return text.hasPrefix("//") ? nil : (index + 1, Self.withoutTrailingComment(String(text)))
    }
  }

  /// The modules it imports, in order. A submodule or symbol import counts as its module.
  var imports: [String] {
    code.compactMap { _, text in
      let words = text.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
        words[..<position].allSatisfy(Self.importModifiers.contains)
      else { return nil }
      return String(words[position + 1].prefix { $0 != "." })
    }
  }

  /// Where a line of code holds one of these texts, as `path:line: text`.
  func places(of needles: [String]) -> [String] {
    code.filter { line in needles.contains { line.text.contains($0) } }
      .map { "\(path):\($0.number): \($0.text)" }
  }

  /// The name of a file without folders, for example `Label.swift`.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  private static let importModifiers: Set<Substring> = [
    "public", "package", "internal", "private", "fileprivate", "@testable", "@_exported",
    "@preconcurrency", "@_implementationOnly",
  ]

  private static func withoutTrailingComment(_ text: String) -> String {
    // A comment behind code is preceded by a space; `https://` in a text is not.
    guard let range = text.firstRange(of: " // ") else { return text }
    return String(text[..<range.lowerBound])
  }
}
