import Engine
import EngineCore
import TestSupport
import Testing

@testable import TUI

@Suite("The list's filter")
struct AccountQueryTests {
  @Test(
    "words, states and plans are found, a mark turns them round, capitals make case count",
    arguments: [
      ("", [1, 2, 3, 4, 5, 6, 7]), ("acme", [1, 4, 6]), ("ACME", []), ("plan:plus", [3, 5]),
      ("is:expired", [6]), ("!plan:team", [2, 3, 5, 7]), ("acme !is:expired", [1, 4]),
      ("is:use", [1]), ("low", [3, 5]), ("is:default", [1]), ("is:", [1, 2, 3, 4, 5, 6, 7]),
      ("!", [1, 2, 3, 4, 5, 6, 7]), ("LAB", []), ("lab", [3]),
    ])
  func queries(_ text: String, _ numbers: [Int]) {
    let entries = Fixture.screen().accounts.entries

    let found = entries.filter(AccountQuery(text).matches).map(\.number)

    #expect(found == numbers)
  }

  @Test("what matches is named in characters, so that it can be underlined")
  func ranges() {
    #expect(SearchTerm("a").ranges(in: "Banane") == [1..<2, 3..<4])
    #expect(SearchTerm("é").ranges(in: "CAFÉ") == [3..<4])
    #expect(AccountQuery("ab plan:x !no").matches(in: "lab") == [1..<3])
  }
}
