import EngineCore
import FuzzCases
import Testing

@Suite("Fuzz cases")
struct CorpusTests {
  @Test("every seed and every input that once failed keeps its promises", arguments: FuzzCase.all)
  func corpus(fuzzCase: FuzzCase) throws {
    let seeds = try Corpus.inputs(of: fuzzCase.name)
    try #require(!seeds.isEmpty)

    for (name, bytes) in seeds {
      #expect(throws: Never.self, "\(name)") { try fuzzCase.check(bytes) }
    }
  }

  @Test("every case bears empty and broken input", arguments: FuzzCase.all)
  func hostile(fuzzCase: FuzzCase) throws {
    let inputs: [[UInt8]] = [
      [], [0], [0xff, 0xfe], Array(repeating: 0x5b, count: 4_096), Array(0...255),
      Array("\u{1b}[31m\u{202e}\r\n\0".utf8),
    ]

    for bytes in inputs {
      #expect(throws: Never.self, "\(bytes.prefix(8))") { try fuzzCase.check(bytes) }
    }
  }

  @Test("every folder of the corpus belongs to a case")
  func folders() throws {
    #expect(try Corpus.folders() == FuzzCase.all.map(\.name))
  }
}

/// The seeds beside the cases.
private enum Corpus {
  static let folder: String = {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Fuzz/Corpus"
  }()

  static func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  static func inputs(of name: String) throws -> [(name: String, bytes: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").sorted().map { file in
      let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)/\(file)"))
      return (file, [UInt8](data))
    }
  }
}
