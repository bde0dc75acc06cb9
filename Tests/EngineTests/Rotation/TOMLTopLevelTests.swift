import EngineCore
import Testing

@testable import Engine

@Suite("The top of a TOML file")
struct TOMLTopLevelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var before: String
    var after: String
    var testDescription: String { before.debugDescription }
  }

  static let insertions: [Case] = [
    Case(before: "", after: "url = \"new\"\n"),
    Case(before: "a = 1", after: "url = \"new\"\na = 1"),
    Case(
      before: "# top\n\n[t]\nurl = \"x\"\n", after: "url = \"new\"\n# top\n\n[t]\nurl = \"x\"\n"),
    Case(before: "[[t]]\na = 1\n", after: "url = \"new\"\n[[t]]\na = 1\n"),
    Case(before: "a = 1\r\n[t]\r\n", after: "url = \"new\"\r\na = 1\r\n[t]\r\n"),
    Case(before: "\u{FEFF}a = 1\n", after: "\u{FEFF}url = \"new\"\na = 1\n"),
    Case(
      before: "a = \"\"\"\nurl = \"x\"\n[t]\"\"\"\"\nb = '''\n[u]\n'''\n",
      after: "url = \"new\"\na = \"\"\"\nurl = \"x\"\n[t]\"\"\"\"\nb = '''\n[u]\n'''\n"),
    Case(
      before: "a = [ # [\n  \"]\", { b = 1 },\n]\n",
      after: "url = \"new\"\na = [ # [\n  \"]\", { b = 1 },\n]\n"),
  ]

  @Test(
    "a missing key gets a line at the very top, and taking it out brings the old bytes back",
    arguments: insertions)
  func inserts(_ test: Case) throws {
    let top = try #require(TOMLTopLevel(Array(test.before.utf8)))

    let new = top.setting("url", to: "new")

    #expect(String(decoding: new, as: UTF8.self) == test.after)
    let back = try #require(TOMLTopLevel(new))
    #expect(back.text(of: "url") == "new")
    #expect(String(decoding: back.removing("url"), as: UTF8.self) == test.before)
  }

  @Test(
    "a key that is there keeps its place, its blanks and its comment",
    arguments: [
      Case(before: "a = 1\nurl = \"old\"   # mine\n", after: "a = 1\nurl = \"new\"   # mine\n"),
      Case(before: "\"url\"='old'\r\nb = 2\r\n", after: "\"url\"=\"new\"\r\nb = 2\r\n"),
      Case(before: "  url\t=\t\"o\\\"ld\"", after: "  url\t=\t\"new\""),
      Case(before: "url = 5 # five\n", after: "url = \"new\" # five\n"),
    ])
  func replaces(_ test: Case) throws {
    let top = try #require(TOMLTopLevel(Array(test.before.utf8)))

    #expect(String(decoding: top.setting("url", to: "new"), as: UTF8.self) == test.after)
  }

  @Test(
    "a top that is no TOML is not touched",
    arguments: ["a", "a =", "a = \"x", "a = [1", "= 1", "a = \"x\" y", "a b \n c = 1", "a = '''x"])
  func refuses(text: String) {
    #expect(TOMLTopLevel(Array(text.utf8)) == nil)
  }
}
