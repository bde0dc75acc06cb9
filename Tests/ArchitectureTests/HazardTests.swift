import EngineCore
import Testing

@Suite("Hazards and their answers")
struct HazardTests {
  @Test("every test and suite that docs/SECURITY.md names as an answer is there")
  func answers() throws {
    let lines = try SourceTree.lines(of: "docs/SECURITY.md")
    let rows = lines.filter { $0.hasPrefix("| ") }
    let hazards = rows.compactMap { row in
      row.split(separator: "|").first.flatMap { number(in: $0) }
    }
    let tests = try SourceTree.files(below: "Tests").map { $0.lines.joined(separator: "\n") }
    // A name may go on in the next line; what is bold, or a link, names nothing.
    let claims = lines.prefix { $0 != "## Reporting" }
      .joined(separator: "\n").replacing(/\*\*[^*]+\*\*/, with: "")
      .replacing(/\n +/, with: " ")
    let named =
      claims.matches(of: /\*([^*\n]+)\*/).map(\.1)
      + claims.matches(of: /[Ss]uites? `([^`]+)`/).map(\.1)
      + claims.matches(of: /suites `[^`]+` and `([^`]+)`/).map(\.1)

    let missing = named.filter { name in
      !tests.contains { $0.contains("\"\(name)\"") }
    }

    #expect(hazards == Array(1...39))
    #expect(named.count > 39)
    #expect(missing == [])
  }

  private func number(in cell: Substring) -> Int? { Int(cell.filter { $0 != " " }) }
}
