import EngineCore

@testable import Engine

extension FuzzCase {
  /// Versions of codex: what is read prints as it was, and any two are in order.
  static let versions = FuzzCase(name: "versions") { bytes in
    let typed = text(bytes)
    _ = CodexVersion(output: typed)
    let words = typed.split(whereSeparator: \.isWhitespace).prefix(6)
    let versions = words.compactMap { word -> CodexVersion? in CodexVersion(word) }
    for version in versions {
      try promise("a version reads back", CodexVersion(version.description) == version)
      try promise("a version is safe to print", isPrintable(version.description))
      for other in versions {
        let before = version < other
        let after = other < version
        try promise("two versions differ or are equal", (version == other) == (!before && !after))
        try promise("no version is before and after", !(before && after))
      }
    }
    try promise(
      "the order is the same from any start", versions.sorted() == versions.reversed().sorted())
  }
}
