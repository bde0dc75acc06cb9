import Testing

@testable import EngineCore

@Suite("SettingsEditor")
struct SettingsEditorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let before: String
    let path: [String]
    var value: SettingValue?
    let after: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "a new file is plain JSON", before: "", path: ["strategy"], value: .text("drain"),
      after: "{\n  \"strategy\": \"drain\"\n}\n"),
    Case(
      name: "a new file with a nested name", before: "\n", path: ["accounts", "work", "reserve"],
      value: .number(10),
      after: "{\n  \"accounts\": {\n    \"work\": {\n      \"reserve\": 10\n    }\n  }\n}\n"),
    Case(
      name: "a value is replaced where it stands",
      before: "// mine\n{\n  strategy: 'drain', // why\n  rotation: true,\n}\n",
      path: ["strategy"], value: .text("balanced"),
      after: "// mine\n{\n  strategy: \"balanced\", // why\n  rotation: true,\n}\n"),
    Case(
      name: "a member is added after the last one's comment, with its comma style",
      before: "{\n\t// first\n\tstrategy: 'drain', // why\n\t// tail\n}\n",
      path: ["rotation"], value: .flag(true),
      after: "{\n\t// first\n\tstrategy: 'drain', // why\n\trotation: true,\n\t// tail\n}\n"),
    Case(
      name: "a comma is added only where one is missing",
      before: "{\n  \"strategy\": \"drain\" /* a */ // b\n}", path: ["rotation"],
      value: .flag(false),
      after: "{\n  \"strategy\": \"drain\", /* a */ // b\n  \"rotation\": false\n}"),
    Case(
      name: "an object on one line stays on one line", before: "{a: 1, codex: {}}\n",
      path: ["color"], value: .text("never"), after: "{a: 1, codex: {}, color: \"never\"}\n"),
    Case(
      name: "an object on one line with a trailing comma", before: "{a: 1,}", path: ["b"],
      value: .number(2.5), after: "{a: 1, b: 2.5,}"),
    Case(
      name: "nested objects are made on one line too", before: "{a: 1}",
      path: ["accounts", "my-key", "reserve"], value: .number(5),
      after: "{a: 1, accounts: { \"my-key\": { reserve: 5 } }}"),
    Case(
      name: "an empty object opens up", before: "{}\n", path: ["rotation"], value: .flag(true),
      after: "{\n  \"rotation\": true\n}\n"),
    Case(
      name: "comments in an empty object stay", before: "{\n  // nothing yet\n}\n",
      path: ["fallback"], value: .list(["a", "b\"c"]),
      after: "{\n  // nothing yet\n  \"fallback\": [\"a\", \"b\\\"c\"]\n}\n"),
    Case(
      name: "a member enters an object that exists", before: "{\n  codex: {\n    x: 1\n  }\n}\n",
      path: ["codex", "path"], value: .text("/c"),
      after: "{\n  codex: {\n    x: 1,\n    path: \"/c\"\n  }\n}\n"),
    Case(
      name: "line ends of two bytes are kept", before: "{\r\n  a: 1\r\n}\r\n", path: ["b"],
      value: .flag(true), after: "{\r\n  a: 1,\r\n  b: true\r\n}\r\n"),
    Case(
      name: "a comma inside a comment is no comma", before: "{\n  a: 1 // x, y\n}\n", path: ["b"],
      value: .number(2), after: "{\n  a: 1, // x, y\n  b: 2\n}\n"),
    Case(
      name: "a removed line goes whole", before: "{\n  a: 1,\n  b: 2,\n  c: 3\n}\n", path: ["b"],
      after: "{\n  a: 1,\n  c: 3\n}\n"),
    Case(
      name: "the last member takes the comma before it along",
      before: "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
      path: ["b"], after: "{\n  \"a\": 1\n}\n"),
    Case(
      name: "comments stay when their member goes",
      before: "{\n  // about a\n  a: 1, // more\n  b: 2,\n}\n", path: ["a"],
      after: "{\n  // about a\n  // more\n  b: 2,\n}\n"),
    Case(
      name: "the only member goes", before: "{ a: 1 }", path: ["a"], after: "{ }"),
    Case(
      name: "members on one line close up", before: "{a: 1, b: 2, c: 3}", path: ["b"],
      after: "{a: 1, c: 3}"),
    Case(
      name: "the first member on one line", before: "{a: 1, b: 2}", path: ["a"], after: "{b: 2}"),
    Case(
      name: "the last member on one line", before: "{a: 1, b: 2}", path: ["b"], after: "{a: 1}"),
    Case(
      name: "objects left empty go too",
      before: "{\n  accounts: {\n    work: { reserve: 5 },\n  },\n  a: 1,\n}\n",
      path: ["accounts", "work", "reserve"], after: "{\n  a: 1,\n}\n"),
    Case(
      name: "objects with comments stay", before: "{\n  codex: { /* keep */ path: '/c' },\n}\n",
      path: ["codex", "path"], after: "{\n  codex: { /* keep */ },\n}\n"),
    Case(
      name: "what is not there is not removed", before: "{ a: 1 } // x", path: ["b"],
      after: "{ a: 1 } // x"),
  ]

  @Test("changes the one place and keeps every other byte", arguments: cases)
  func edits(_ test: Case) throws {
    let before = Array(test.before.utf8)

    let after =
      try test.value.map { try SettingsEditor.set($0, at: test.path, in: before) }
      ?? SettingsEditor.remove(test.path, from: before)

    #expect(String(decoding: after, as: UTF8.self) == test.after)
  }

  @Test("what is set and removed again leaves a readable file with everything else in it")
  func roundTrips() throws {
    let names = ["strategy", "codex.path", "accounts.work.reserve", "accounts.b.preference", "zz"]
    for test in Self.cases where !test.before.allSatisfy(\.isWhitespace) {
      for name in names {
        let path = name.split(separator: ".").map(String.init)
        let before = Array(test.before.utf8)
        let others = try Self.leaves(of: before).filter { $0.key != name }

        let set = try SettingsEditor.set(.text("new\n\"value\""), at: path, in: before)
        let removed = try SettingsEditor.remove(path, from: set)

        #expect(
          try Self.leaves(of: set).filter { $0.key != name } == others, "\(test.name) \(name)")
        #expect(try Self.leaves(of: set)[name] == #""new\n\"value\"""#)
        #expect(try Self.leaves(of: removed) == others, "\(test.name) \(name)")
        #expect(Self.comments(of: removed) == Self.comments(of: before))
      }
    }
  }

  @Test("a path that leads through something else than an object is refused with the place")
  func throughValue() {
    let error = #expect(throws: JSON5Error.self) {
      try SettingsEditor.set(.flag(true), at: ["codex", "path"], in: Array("{ codex: 'x' }".utf8))
    }

    #expect(error?.description == "line 1, column 10: expected an object")
  }

  /// The texts of all values that are not objects, by name.
  private static func leaves(of text: [UInt8]) throws -> [String: String] {
    let document = try JSON5Document(text)
    var found: [String: String] = [:]
    func walk(_ node: JSON5Node, _ path: [String]) {
      for member in node.members ?? [] {
        let path = path + [member.key]
        if member.value.members == nil {
          found[path.joined(separator: ".")] = String(
            decoding: text[member.value.range], as: UTF8.self)
        }
        walk(member.value, path)
      }
    }
    walk(document.root, [])
    return found
  }

  private static func comments(of text: [UInt8]) -> [String] {
    guard var scanner = try? JSON5Scanner(text) else { return [] }
    var comments: [String] = []
    while let token = try? scanner.next(), token.kind != .end {
      if token.kind == .comment {
        comments.append(String(decoding: text[token.range], as: UTF8.self))
      }
    }
    return comments
  }
}
