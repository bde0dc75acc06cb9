import TestSupport
import Testing

@testable import EngineCore

@Suite("JSON5 scanner")
struct JSON5ScannerTests {
  @Test("names every piece of a text and where it begins")
  func tokens() throws {
    let tokens = try scan("{ // a\n 'k': -.5e3,\r\n\u{00A0}x: [true] /* b\n */ }")

    #expect(
      tokens.filter { $0.kind != .space }.map {
        "\($0.kind) \($0.position.line):\($0.position.column)"
      }
        == [
          "openBrace 1:1", "comment 1:3", "string 2:2", "colon 2:5", "number 2:7", "comma 2:12",
          "word 3:2", "colon 3:3", "openBracket 3:5", "word 3:6", "closeBracket 3:10",
          "comment 3:12", "closeBrace 4:5", "end 4:6",
        ])
  }

  @Test("columns count characters, not bytes")
  func columns() throws {
    let tokens = try scan("\"äö€😀\" x")

    #expect(tokens.last { $0.kind == .word }?.position.column == 8)
  }

  @Test(
    "nothing of a text is lost",
    arguments: [
      "", " ", "{}", "{a:1,}", "// only a comment", "/**/", "[+1,-0xFF,.5,5.,1e+9,-Infinity,NaN]",
      "{'a\\'b':\"c\\\"d\",\u{FEFF}\u{2028}$_:'x\\\r\ny'}", "\r\r\n\n", "{ü:1,\\u0061:2}",
    ])
  func lossless(text: String) throws {
    let tokens = try scan(text)

    #expect(tokens.reduce(into: []) { $0 += Array(text.utf8)[$1.range] } == Array(text.utf8))
    #expect(
      zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
  }

  @Test(
    "numbers are those of JSON5 and no others",
    arguments: [
      ("0", true), ("-1", true), ("+1.5", true), (".5", true), ("5.", true), ("1e9", true),
      ("1E-9", true), ("0xAf", true), ("-0x1", true), ("+Infinity", true), ("-NaN", true),
      ("01", false), ("1.2.3", false), (".", false), ("+", false), ("--1", false), ("0x", false),
      ("0xG", false), ("1e", false), ("1e+", false), ("1a", false), ("-Inf", false),
      ("1_000", false),
    ])
  func numbers(text: String, isNumber: Bool) {
    let tokens = try? scan(text)

    #expect((tokens?.map(\.kind) == [.number, .end]) == isNumber)
  }

  @Test("whatever the bytes, it ends, loses nothing before its error, and names a place inside")
  func randomBytes() {
    let random = SeededRandom(seed: 7)
    for round in 0..<3_000 {
      let bytes = Self.hostileBytes(round: round, random)
      let outcome = Result { () throws(JSON5Error) in try JSON5Document(bytes) }
      if case .failure(let error) = outcome {
        #expect((0...bytes.count).contains(error.position.offset))
        #expect(error.position.line >= 1 && error.position.column >= 1)
      }
    }
  }

  @Test(
    "text made of JSON5's own pieces is read by Foundation's decoder whenever it is accepted here")
  func agreesWithFoundation() throws {
    let random = SeededRandom(seed: 11)
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    var accepted = 0
    for _ in 0..<8_000 {
      let text = Self.randomDocument(random)
      guard (try? JSON5Document(Array(text.utf8))) != nil else { continue }
      accepted += 1
      #expect(throws: Never.self, "\(text)") {
        try decoder.decode(Anything.self, from: Data(text.utf8))
      }
    }
    #expect(accepted > 150)
  }

  // MARK: - Making texts

  private struct Anything: Decodable {}

  private func scan(_ text: String) throws -> [JSON5Token] {
    var scanner = try JSON5Scanner(Array(text.utf8))
    var tokens: [JSON5Token] = []
    repeat { tokens.append(try scanner.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private static func hostileBytes(round: Int, _ random: SeededRandom) -> [UInt8] {
    let bytes = random.bytes(1 + round % 80)
    guard round.isMultiple(of: 2) else { return bytes }
    // Bytes that mean something get deeper than noise does.
    let alphabet = Array("{}[]:,'\"\\/*\n\r aetx0.-+$_#\u{00E4}".utf8)
    return bytes.map { alphabet[Int($0) % alphabet.count] }
  }

  private static func randomDocument(_ random: SeededRandom) -> String {
    let pieces = [
      "{", "}", "[", "]", ":", ",", "a", "'b'", "\"c\"", "1", "-2.5e3", "true", "null", " ", "\n",
      "// x\n", "/* y */", "{a:", "],", "}",
    ]
    let picks = random.bytes(2 + Int(random.bytes(1)[0] % 9))
    return picks.reduce(into: "{a:") { $0 += pieces[Int($1) % pieces.count] } + "}"
  }
}
