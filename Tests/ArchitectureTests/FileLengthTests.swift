import EngineCore
import Testing

@Suite("Length of files and functions")
struct FileLengthTests {
  @Test("no file is longer than 600 lines")
  func limits() throws {
    let files = try SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")
    let long = files.filter { $0.lines.count > 600 }

    #expect(long.map { "\($0.path) has \($0.lines.count) lines" } == [])
  }

  @Test("a source file over 400 lines says at its top why it is one piece")
  func longFilesExplainThemselves() throws {
    let silent = try SourceTree.files(below: "Sources").filter { file in
      file.lines.count > 400
        && !file.lines.prefix(12).contains { $0.hasPrefix("//") && !$0.hasPrefix("///") }
    }

    #expect(silent.map(\.path) == [])
  }

  @Test("no function is longer than 40 lines")
  func functions() throws {
    let long = try SourceTree.files(below: "Sources").flatMap(longFunctions)

    #expect(long == [])
  }

  /// The one format closes a body at the indentation of the line that begins the declaration.
  private func longFunctions(in file: SourceFile) -> [String] {
    var found: [String] = []
    for (index, line) in file.lines.enumerated()
    where beginsFunction(line) && hasBody(index, in: file) {
      let closing = String(line.prefix { $0 == " " }) + "}"
      let end = file.lines[index...].firstIndex(of: closing) ?? index
      let body = file.lines[index...end].drop { !$0.hasSuffix("{") }.dropFirst().dropLast()
      if body.count > 40 {
        found.append("\(file.path):\(index + 1): \(body.count) lines")
      }
    }
    return found
  }

  /// What a protocol asks for has no body: its head ends without a brace.
  private func hasBody(_ index: Int, in file: SourceFile) -> Bool {
    let indent = String(file.lines[index].prefix { $0 == " " })
    let head = file.lines[index...].dropFirst().prefix { line in
      line.hasPrefix(indent + "  ") || line.hasPrefix(indent + ")") || line == indent + "{"
    }
    return file.lines[index].hasSuffix("{") || head.contains { $0.hasSuffix("{") }
  }

  private func beginsFunction(_ line: String) -> Bool {
    let words = line.split(separator: " ", maxSplits: 5)
    let declarators: Set<Substring> = ["func", "init"]
    return words.prefix(5).contains { declarators.contains($0) || $0.hasPrefix("init(") }
      && !line.drop { $0 == " " }.hasPrefix("//") && !line.hasSuffix("}")
  }
}
