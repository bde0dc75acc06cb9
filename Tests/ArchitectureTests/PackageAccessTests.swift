import EngineCore
import Testing

@Suite("What is visible across targets")
struct PackageAccessTests {
  /// Names that a protocol of the standard library or of ours asks for: what they do is used without a word.
  private static let required: Set<String> = [
    "description", "debugDescription", "hash", "encode", "rawValue", "allCases", "id", "next",
    "makeAsyncIterator", "makeIterator", "startIndex", "endIndex", "index", "customMirror",
    "checkIsolated", "isIsolatingCurrentContext",
  ]

  @Test("package is only for what another target of the program uses; tests use @testable import")
  func nothingIsPackageForTests() throws {
    let words = try wordsOfTargets()
    let declarations = try Manifest.targets().filter { !$0.isShim }.flatMap { target in
      try SourceTree.files(below: target.folder).flatMap { file in
        self.declarations(in: file, of: target.name)
      }
    }
    let headers = Dictionary(grouping: declarations, by: \.target)
    let requirements = try Self.required.union(requirementNames())

    let unused = declarations.filter { declaration in
      if words.contains(where: {
        $0.key != declaration.target && $0.value.contains(declaration.name)
      }) {
        return false
      }
      if requirements.contains(declaration.name) { return false }
      // A type may be seen only in what another declaration takes or gives, by inference too.
      if declaration.isType { return false }
      return !(headers[declaration.target] ?? []).contains {
        $0.place != declaration.place && $0.header.contains(declaration.name)
      }
    }

    #expect(unused.map { "\($0.place): \($0.name)" } == [])
  }

  /// One declaration that other targets may see.
  private struct Declaration {
    let target: String
    let place: String
    let name: String
    let isType: Bool
    let header: Set<String>
  }

  /// The programs that tests start see what is visible, as the targets of the program do.
  private func wordsOfTargets() throws -> [String: Set<String>] {
    var folders = try Manifest.targets().filter { !$0.isShim }.map { ($0.name, $0.folder) }
    for tool in ["StandinTool", "ForegroundTool", "ScreenTool", "Benchmarks/RootTool", "Support"] {
      folders.append((tool, "Tests/" + tool))
    }
    return try Dictionary(
      uniqueKeysWithValues: folders.map { name, folder in
        let files = try SourceTree.files(below: folder)
        return (
          name, files.reduce(into: []) { $0.formUnion($1.code.flatMap { words(in: $0.text) }) }
        )
      })
  }

  private func declarations(in file: SourceFile, of target: String) -> [Declaration] {
    var types: [(indent: Int, name: String)] = []
    var found: [Declaration] = []
    for (index, line) in file.lines.enumerated() {
      let text = line.drop { $0 == " " }
      let indent = line.count - text.count
      guard !text.isEmpty, !text.hasPrefix("//") else { continue }
      while let last = types.last, indent <= last.indent { types.removeLast() }
      let parts = words(in: String(text))
      let kinds = ["struct", "enum", "class", "actor", "protocol", "extension"]
      let kind = parts.firstIndex {
        kinds.contains($0) || ["func", "var", "let", "init", "subscript", "typealias"].contains($0)
      }
      guard let kind, kind <= 5 else { continue }
      let isMember = !kinds.contains(parts[kind])
      let isUnnamed = ["init", "subscript"].contains(parts[kind])
      let name = isUnnamed ? types.last?.name : parts.dropFirst(kind + 1).first
      if text.hasPrefix("package "), let name {
        let place = "\(file.path):\(index + 1)"
        found.append(
          Declaration(
            target: target, place: place, name: name, isType: !isMember,
            header: header(at: index, in: file))
        )
      }
      if !isMember, text.hasSuffix("{"), let name { types.append((indent, name)) }
    }
    return found
  }

  /// The words of a declaration up to the line that opens or ends it; of an enumeration or a protocol all.
  private func header(at index: Int, in file: SourceFile) -> Set<String> {
    let line = file.lines[index]
    let isWhole = line.contains("enum ") || line.contains("protocol ")
    let closing = String(line.prefix { $0 == " " }) + "}"
    var result: Set<String> = []
    for line in file.lines[index...].prefix(200) {
      if !line.drop(while: { $0 == " " }).hasPrefix("//") { result.formUnion(words(in: line)) }
      if isWhole ? line == closing : line.hasSuffix("{") || line.hasSuffix("}") || line.isEmpty {
        break
      }
    }
    return result
  }

  /// What our own protocols ask for.
  private func requirementNames() throws -> Set<String> {
    var names: Set<String> = []
    for file in try SourceTree.files(below: "Sources") {
      var isInside = false
      for line in file.lines {
        if line.hasPrefix("package protocol ") { isInside = !line.hasSuffix("}") }
        if line == "}" { isInside = false }
        let parts = words(in: line)
        if isInside, let kind = parts.firstIndex(where: { $0 == "func" || $0 == "var" }) {
          parts.dropFirst(kind + 1).first.map { _ = names.insert($0) }
        }
      }
    }
    return names
  }

  private func words(in text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
