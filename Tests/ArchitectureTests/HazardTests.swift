import EngineKernel
import Testing

@Suite("Hazards and their answers")
struct HazardTests {
  @Test("every test and suite that docs/SECURITY.md names as an answer is there")
  func answers() throws {
    let rows = try SourceTree.lines(of: "docs/SECURITY.md").filter { $0.hasPrefix("| ") }
    let hazards = rows.compactMap { row in
      row.split(separator: "|").first.flatMap { number(in: $0) }
    }
    let tests = try SourceTree.files(below: "Tests").map { $0.lines.joined(separator: "\n") }
    let named = rows.flatMap { row in
      row.matches(of: /\*([^*]+)\*/).map(\.1) + row.matches(of: /[Ss]uites? `([^`]+)`/).map(\.1)
        + row.matches(of: /suites `[^`]+` and `([^`]+)`/).map(\.1)
    }

    let missing = named.filter { name in
      !tests.contains { $0.contains("\"\(name)\"") }
    }

    #expect(hazards == Array(1...39))
    #expect(named.count > 39)
    #expect(missing == [])
  }

  private func number(in cell: Substring) -> Int? { Int(cell.filter { $0 != " " }) }
}
