import EngineCore

/// Paths that go into an engine's mount options, where a comma would begin another option.
enum ContainerPath {
  /// An absolute path in the container without `.`, `..` and what mount options cannot carry.
  ///
  /// - Throws: `WorkspaceError.badValue` for the option.
  static func checked(_ text: String, option: String) throws(WorkspaceError) -> String {
    let parts = text.split(separator: "/")
    guard text.hasPrefix("/"), !parts.isEmpty, !parts.contains("."), !parts.contains(".."),
      isMountable(text)
    else {
      throw .badValue(
        option: option, value: text, expected: "an absolute path without “..”, commas and quotes")
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether a path can stand in a mount option.
  static func isMountable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { PrintableText.isPrintable($0) && $0 != "," && $0 != "\"" }
  }
}
