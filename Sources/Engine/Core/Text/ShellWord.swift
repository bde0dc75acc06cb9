/// Words as a POSIX shell reads them, for commands that people copy.
package enum ShellWord {
  /// `text` as one shell word, quoted only if it must be.
  package static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        || "-_./:@%+=,".unicodeScalars.contains($0)
    }
    guard text.isEmpty || !plain else { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
