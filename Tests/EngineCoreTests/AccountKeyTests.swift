import EngineCore
import Testing

@Suite("AccountKey")
struct AccountKeyTests {
  @Test(
    "a label folds to a folder name",
    arguments: [
      ("Work", "work"), ("my work_1", "my-work-1"), ("me@home.test", "me-home-test"),
      ("a -- b", "a-b"), ("(x)", "x"), ("日本", "account"), ("naïve", "na-ve"),
    ])
  func folding(label: String, key: String) throws {
    #expect(AccountKey(label: try Label(label), taken: []).text == key)
  }

  @Test("a taken key gets a number, within 48 characters")
  func taken() throws {
    let label = try Label(String(repeating: "a", count: 64))
    let first = AccountKey(label: label, taken: [])
    let second = AccountKey(label: label, taken: [first])
    let third = AccountKey(label: label, taken: [first, second])

    #expect(first.text == String(repeating: "a", count: 48))
    #expect(second.text == String(repeating: "a", count: 46) + "-2")
    #expect(third.text == String(repeating: "a", count: 46) + "-3")
  }

  @Test("a cut never leaves a dash at the end")
  func cut() throws {
    let label = try Label(String(repeating: "a", count: 47) + "-b")

    #expect(AccountKey(label: label, taken: []).text == String(repeating: "a", count: 47))
  }

  @Test(
    "what cannot be a folder name of ours is not a key",
    arguments: ["", "-a", "a-", "a--b", "A", "a_b", "..", "a/b", "ä"]
      + [String(repeating: "a", count: 49)])
  func noKey(text: String) {
    #expect(AccountKey(text) == nil)
    let stored = Data("\"\(text)\"".utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(AccountKey.self, from: stored) }
  }
}
