@testable import EngineCore

extension FuzzCase {
  /// JSON as codex writes it: nothing is lost between reading and writing.
  static let json = FuzzCase(name: "json") { bytes in
    do {
      let value = try JSONReader.value(in: bytes)
      try checkWriting(value)
      try promise("what we take, Foundation takes", foundationTakes(bytes))
    } catch let fault as JSONFault {
      let lines = 1 + bytes.count { $0 == UInt8(ascii: "\n") }
      try promise("a fault is in a line of the text", (1...lines).contains(fault.line))
      try promise("a fault is safe to print", isPrintable(fault.clause))
    }
  }

  private static func checkWriting(_ value: JSONValue) throws {
    let line = JSONWriter.line(value)
    let pretty = JSONWriter.pretty(value)
    try promise("one line is one line", !line.utf8.contains(UInt8(ascii: "\n")))
    try promise("one line reads back", try JSONReader.value(in: Array(line.utf8)) == value)
    try promise("many lines read back", try JSONReader.value(in: Array(pretty.utf8)) == value)
  }

  private static func foundationTakes(_ bytes: [UInt8]) -> Bool {
    (try? JSONDecoder().decode(AnyDocument.self, from: Data(bytes))) != nil
  }

  /// Any document at all: the decoder reads its syntax before it asks for values.
  private struct AnyDocument: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}
