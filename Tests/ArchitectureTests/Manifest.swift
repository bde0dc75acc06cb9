import EngineCore

/// The targets under `Sources` as Package.swift declares them, lowest layer first.
enum Manifest {
  /// One target: its name, folder and the targets it may import.
  struct Target: Sendable, CustomStringConvertible {
    let name: String
    let folder: String
    let dependencies: [String]

    var description: String { name }

    /// Whether it is written in C.
    var isShim: Bool { name.first == "C" && name != "CLI" }
  }

  /// Every target, in the order of the file.
  static func targets() throws -> [Target] {
    let text = try SourceTree.lines(of: "Package.swift").joined(separator: "\n")
    let declaration =
      #/
      \. (?: executableTarget | target ) \( \s* name:\ "(?<name>[\w-]+)" ,\s*
      (?: dependencies:\ \[ (?<needs>[^\]]*) \] ,\s* )? path:\ "(?<path>Sources\/[^"]*)"
    /#.anchorsMatchLineEndings()
    return text.matches(of: declaration).map { match in
      Target(
        name: String(match.name), folder: String(match.path),
        dependencies: names(in: match.needs ?? ""))
    }
  }

  private static func names(in list: Substring) -> [String] {
    list.matches(of: /"([\w-]+)"/).map { String($0.1) }
  }
}
