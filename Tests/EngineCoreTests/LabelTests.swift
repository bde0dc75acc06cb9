import Testing

@testable import EngineCore

@Suite("Label")
struct LabelTests {
  @Test(
    "1 to 64 printable characters make a label, kept as typed",
    arguments: ["a", "Work 1", "me@home.test", "日本", "a-", "naïve", ".hidden", "a.b"]
      + [String(repeating: "é", count: 64)])
  func good(text: String) throws {
    #expect(try Label(text).text == text)
  }

  @Test(
    "anything else is refused with the rule it breaks",
    arguments: [
      ("", LabelError.Rule.empty), (String(repeating: "x", count: 65), .tooLong),
      ("-work", .leadingDash), ("a/b", .pathSeparator), ("a\\b", .pathSeparator),
      ("..", .parentFolder), ("a..b", .parentFolder), ("a\nb", .unprintable),
      ("a\u{1B}[31m", .unprintable), ("a\u{202E}b", .unprintable), ("a\u{0}", .unprintable),
      ("a\u{200B}b", .unprintable), (" a", .outerSpace), ("a ", .outerSpace),
    ])
  func bad(text: String, rule: LabelError.Rule) {
    let error = #expect(throws: LabelError.self) { try Label(text) }

    #expect(error?.rule == rule)
    #expect(error?.text == text)
  }

  @Test("two labels that differ in case alone are the same account's")
  func folding() throws {
    #expect(try Label("WÖRK").folded == Label("wörk").folded)
  }

  @Test("a stored label that is none is refused on reading")
  func decoding() throws {
    let stored = try JSONEncoder().encode(try Label("work"))
    #expect(try JSONDecoder().decode(Label.self, from: stored) == Label("work"))

    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Label.self, from: Data(#""../x""#.utf8))
    }
  }
}
