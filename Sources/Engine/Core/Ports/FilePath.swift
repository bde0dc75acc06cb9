/// An absolute or relative path on disk, without normalisation.
package struct FilePath: Hashable, Sendable, Codable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The path as text.
  package let text: String

  /// Takes a path; trailing slashes go, except for the root itself.
  package init(_ text: String) {
    var text = Substring(text)
    while text.count > 1 && text.hasSuffix("/") { text.removeLast() }
    self.text = String(text)
  }

  package init(stringLiteral value: String) {
    self.init(value)
  }

  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The path of `name` inside this folder.
  package static func / (folder: FilePath, name: String) -> FilePath {
    FilePath(folder.text == "/" ? "/" + name : folder.text + "/" + name)
  }

  /// The last component.
  package var name: String {
    text.split(separator: "/").last.map(String.init) ?? text
  }

  /// The folder that holds it; the root holds itself.
  package var parent: FilePath {
    guard let slash = text.lastIndex(of: "/") else { return "." }
    return FilePath(slash == text.startIndex ? "/" : String(text[..<slash]))
  }

  /// Whether it starts at the root.
  package var isAbsolute: Bool { text.hasPrefix("/") }

  /// Whether this path is `folder` or lies inside it, by its text.
  package func isInside(_ folder: FilePath) -> Bool {
    self == folder || text.hasPrefix(folder.text == "/" ? "/" : folder.text + "/")
  }

  package var description: String { text }
}
