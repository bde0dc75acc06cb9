package import EngineCore

/// The line of a `config.toml` with which codex keeps its sign-in in the system's keyring instead of
/// `auth.json`.
package struct KeyringSetting: Hashable, Sendable {
  /// The file.
  package let file: FilePath
  /// The line, from 1.
  package let line: Int
  /// The value: `keyring` or `auto`.
  package let value: String

  /// The setting of a `CODEX_HOME`, nil if codex keeps its sign-in in a file there.
  package init?(in folder: FilePath, files: any FileSystem) {
    let file = folder / "config.toml"
    guard let data = try? files.read(file),
      let (line, value) = Self.setting(in: String(decoding: data, as: UTF8.self))
    else { return nil }
    self.file = file
    self.line = line
    self.value = value
  }

  /// Why there is nothing to copy, one clause.
  package var clause: String {
    "codex keeps the sign-in in the system's keyring, where swop cannot copy it "
      + "(\(Self.name) = \"\(value)\", \(PrintableText.sanitized(file.text)) line \(line))"
  }

  private static let name = "cli_auth_credentials_store"
  private static let tripleQuotes = ["\"\"\"", "'''"]

  /// The top-level statement, which stands before the first table. Text that spans lines is skipped.
  private static func setting(in text: String) -> (line: Int, value: String)? {
    var openQuotes: String?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      if let quotes = openQuotes {
        if line.contains(quotes) { openQuotes = nil }
        continue
      }
      let words = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      if words.hasPrefix("[") { return nil }
      openQuotes = tripleQuotes.first {
        line.split(separator: $0, omittingEmptySubsequences: false).count == 2
      }
      if let value = value(of: words) { return (index + 1, value) }
    }
    return nil
  }

  private static func value(of line: Substring) -> String? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let key = line[..<equals].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    guard key == name else { return nil }
    let rest = line[line.index(after: equals)...].drop(while: \.isWhitespace)
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    let value = String(rest.dropFirst().prefix { $0 != quote })
    return ["keyring", "auto"].contains(value) ? value : nil
  }
}
