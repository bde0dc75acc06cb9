import EngineCore
import Testing

@Suite("Conduct of the code")
struct ConductTests {
  @Test("secrets are opened only in the files that send, store or compare them")
  func revealing() throws {
    let files = try SourceTree.files(below: "Sources").filter {
      !$0.places(of: [".reveal()"]).isEmpty
    }

    #expect(files.map(\.path) == HousePlan.revealingFiles)
  }

  @Test("Core but its ports, the proxy's policy and the dashboard's views are pure")
  func pureParts() throws {
    // Chance is handed in, and asking for it waits for nothing.
    let ports = try portNames().subtracting(["RandomSource"]).map { "any " + $0 }
    let needles =
      ports + [
        "async ", "await ", "Task {", "Task(", "Mutex<", "Date()", "Date.now", "Clock()", "World",
      ]
    let impure = try HousePlan.pureFolders.flatMap { try SourceTree.files(below: $0) }
      .filter { !$0.path.hasPrefix("Sources/Engine/Core/Ports/") }
      .flatMap { $0.places(of: needles) }

    #expect(impure == [])
  }

  @Test("only the system's own time source asks for the time")
  func oneClock() throws {
    let askers = try SourceTree.files(below: "Sources").flatMap { file in
      file.places(of: ["Date()", "Date.now", "Clock.now", "ContinuousClock()", "clock_gettime("])
    }

    #expect(askers.filter { !$0.hasPrefix("Sources/Engine/Platform/") } == [])
  }

  @Test("live things are created in the composition root and nowhere else")
  func compositionRoot() throws {
    let makers = try liveTypes().map { $0 + "(" }
    let outside = try SourceTree.files(below: "Sources").filter { file in
      !isWorld(file.path) && !file.path.hasPrefix("Sources/CLI/CompositionRoot")
    }

    #expect(outside.flatMap { $0.places(of: makers) } == [])
  }

  @Test("there are no singletons and no global variables")
  func noGlobals() throws {
    let globals = try SourceTree.files(below: "Sources").flatMap { file in
      file.lines.enumerated().filter { isGlobalState($0.element) }
        .map { "\(file.path):\($0.offset + 1): \($0.element)" }
    }

    #expect(globals == [])
  }

  @Test("nothing is public: every caller lives in this package")
  func nothingIsPublic() throws {
    let declarations = try SourceTree.files(below: "Sources").flatMap { $0.places(of: ["public "]) }

    #expect(declarations.filter { !$0.hasPrefix("Sources/Engine/Core/Essentials.swift:") } == [])
  }

  @Test("only the command line prints")
  func onlyTheCommandLinePrints() throws {
    let printing = try SourceTree.files(below: "Sources/Engine").flatMap { file in
      file.places(of: [" print(", "debugPrint(", " dump("])
        + file.code.filter { $0.text.hasPrefix("print(") }.map { "\(file.path):\($0.number)" }
    }

    #expect(printing == [])
  }

  @Test("every package type says what it is")
  func documentedTypes() throws {
    let silent = try SourceTree.files(below: "Sources").flatMap { file in
      file.lines.indices.filter {
        declaresPackageType(file.lines[$0]) && !isDocumented($0, in: file)
      }
      .map { "\(file.path):\($0 + 1): \(file.lines[$0])" }
    }

    #expect(silent == [])
  }

  @Test("what steps around the compiler's checks has its proof beside it")
  func escapesAreProven() throws {
    let escapes = [
      "@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency", "try!", " as! ",
    ]
    let unproven = try SourceTree.files(below: "Sources").flatMap { file in
      file.code.filter { line in escapes.contains { line.text.contains($0) } }
        .filter { !hasComment(within: 6, above: $0.number, in: file) }
        .map { "\(file.path):\($0.number): \($0.text)" }
    }

    #expect(unproven == [])
  }

  @Test("the build fetches no code")
  func dependencies() throws {
    let fetching = try SourceTree.lines(of: "Package.swift").filter {
      $0.contains(".package(") || $0.contains("url:") || $0.contains("plugins:")
    }

    #expect(fetching == [])
  }

  @Test("nothing is left for later")
  func noLeftovers() throws {
    // Written apart, so that this file does not find itself.
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let files = try SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")

    let leftovers = files.flatMap { file in
      file.lines.enumerated().filter { line in marks.contains { line.element.contains($0) } }
        .map { "\(file.path):\($0.offset + 1): \($0.element)" }
    }

    #expect(leftovers == [])
  }

  @Test("tests wait for conditions, never for time")
  func noSleepingTests() throws {
    let sleeps = ["Task.sle" + "ep", "usle" + "ep(", "Thread.sle" + "ep", " nanosle" + "ep("]

    let places = try SourceTree.files(below: "Tests").flatMap { $0.places(of: sleeps) }

    #expect(places == [])
  }

  // MARK: - Reading

  private func isWorld(_ path: String) -> Bool {
    ["Platform", "HTTP", "Standin"].contains { path.hasPrefix("Sources/Engine/\($0)/") }
  }

  /// The types of the world's targets that stand behind a port of Core.
  private func liveTypes() throws -> [String] {
    let ports = try portNames()
    let world = try SourceTree.files(below: "Sources/Engine").filter { isWorld($0.path) }
    return world.flatMap(\.code).compactMap { _, text in
      guard let match = text.firstMatch(of: /(?:class|actor|struct) (\w+): ([\w, &]+)/) else {
        return nil
      }
      let parents = match.2.split { $0 == "," || $0 == " " }
      return parents.contains { ports.contains(String($0)) } ? String(match.1) : nil
    }
  }

  /// The names of Core's ports.
  private func portNames() throws -> Set<String> {
    let lines = try SourceTree.files(below: "Sources/Engine/Core/Ports").flatMap(\.lines)
    return Set(
      lines.compactMap { $0.firstMatch(of: /^package protocol (\w+)/).map { String($0.1) } })
  }

  private func isGlobalState(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    guard let position = words.firstIndex(of: "var"), position <= 3 else {
      return line.contains("static let shared ") || line.contains("static let shared:")
    }
    let isStored = line.contains(" = ") || (line.contains(":") && !line.contains("{"))
    let isTopLevel = !line.hasPrefix(" ")
    let isStatic = words[..<position].contains("static")
    return isStored && (isTopLevel || isStatic) && !line.hasSuffix("{")
  }

  private func declaresPackageType(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    let kinds: Set<Substring> = ["struct", "enum", "class", "actor", "protocol"]
    guard words.first == "package" else { return false }
    return words.dropFirst().prefix(3).contains { kinds.contains($0) }
  }

  private func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
    let above = file.lines[..<index].reversed().first { line in
      !line.drop { $0 == " " }.hasPrefix("@")
    }
    return above?.drop { $0 == " " }.hasPrefix("///") ?? false
  }

  private func hasComment(within distance: Int, above number: Int, in file: SourceFile) -> Bool {
    file.lines[max(0, number - 1 - distance)..<number].contains { $0.contains("//") }
  }
}
