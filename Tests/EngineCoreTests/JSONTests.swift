import Testing

@testable import EngineCore

@Suite("JSON")
struct JSONTests {
  private func read(_ text: String) throws(JSONFault) -> JSONValue {
    try JSONReader.value(in: Array(text.utf8))
  }

  @Test("keeps the order of members and the digits of numbers")
  func lossless() throws {
    let text =
      #"{"z":1.50,"a":-0e+10,"n":123456789012345678901234567890,"e":[{},[]],"t":"é\u2028/"}"#

    let value = try read(text)

    #expect(
      JSONWriter.line(value) == text.replacing(#"\u2028"#, with: "\u{2028}"))
  }

  @Test("reads every escape and writes only those that JSON demands")
  func escapes() throws {
    let value = try read(#""\" \\ \/ \b\f\n\r\t A 😀 \u0000\u001F""#)

    #expect(value == .string("\" \\ / \u{8}\u{c}\n\r\t A 😀 \u{0}\u{1f}"))
    #expect(JSONWriter.line(value) == #""\" \\ / \b\f\n\r\t A 😀 \u0000\u001f""#)
  }

  @Test("indents as codex does")
  func pretty() throws {
    let value = try read(#"{"a":{"b":[1,{"c":null}]},"d":{},"e":[]}"#)

    #expect(
      JSONWriter.pretty(value) == """
        {
          "a": {
            "b": [
              1,
              {
                "c": null
              }
            ]
          },
          "d": {},
          "e": []
        }
        """)
  }

  @Test(
    "refuses what codex refuses",
    arguments: [
      ("", .cutShort), ("  ", .cutShort), ("{", .cutShort), (#"{"a""#, .cutShort),
      (#"{"a":1,"#, .cutShort), ("[1", .cutShort), ("\"a", .cutShort), ("tru", .cutShort),
      ("1.", .cutShort), ("-", .cutShort), ("{,}", .unexpected), (#"{"a":1,}"#, .unexpected),
      ("[1,]", .unexpected), ("[1 2]", .unexpected), (#"{"a" 1}"#, .unexpected),
      ("'a'", .unexpected), ("nul!", .unexpected), ("01", .trailing), ("+1", .unexpected),
      ("1 2", .trailing), ("{} x", .trailing), ("\"\u{1}\"", .brokenText),
      (#""\x""#, .brokenText), (#""\ud800""#, .brokenText), (#""\udc00""#, .brokenText),
      (#""\ud800\ud800""#, .brokenText), (#""\u12g4""#, .brokenText), ("\u{FEFF}{}", .unexpected),
      ("// a\n{}", .unexpected), ("NaN", .unexpected),
    ] as [(String, JSONFault.Kind)])
  func refused(text: String, kind: JSONFault.Kind) {
    let fault = #expect(throws: JSONFault.self) { try read(text) }

    #expect(fault?.kind == kind)
  }

  @Test("refuses bytes that are not UTF-8 and nesting without end")
  func hostile() {
    #expect(throws: JSONFault(kind: .brokenText, line: 1)) {
      try JSONReader.value(in: [0x22, 0xFF, 0x22])
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONFault(kind: .tooDeep, line: 1)) { try read(deep) }
    let bearable = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(throws: Never.self) { try read(bearable) }
  }

  @Test("names the line, and nothing of the text")
  func lines() {
    let fault = #expect(throws: JSONFault.self) { try read("{\n\"a\": 1,\n secret}") }

    #expect(fault?.clause == "it is not JSON at line 3")
  }

  @Test("changes one member and leaves the others where they are")
  func members() throws {
    var value = try read(#"{"a":1,"b":2,"c":3}"#)

    value["b"] = "x"
    value["d"] = nil
    value["a"] = JSONValue?.none
    value["e"] = true

    #expect(JSONWriter.line(value) == #"{"b":"x","c":3,"e":true}"#)
    #expect(value["b"]?["inner"] == nil)
  }

  @Test("gives numbers only where they fit")
  func numbers() throws {
    let value = try read("[1, 2.9, 1e3, 1e300, \"1\"]")

    #expect(value.elements?.map(\.integer) == [1, 2, 1000, nil, nil])
    #expect(value.elements?.map(\.double) == [1, 2.9, 1000, 1e300, nil])
  }
}
