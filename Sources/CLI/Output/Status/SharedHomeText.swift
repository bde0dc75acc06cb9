import EngineCore

/// Which folder the accounts share, where it is not `~/.codex`.
enum SharedHomeText {
  /// One sentence.
  static func sentence(_ home: FilePath) -> String {
    "Accounts share \(PrintableText.sanitized(home.text)) (setting codex.home)."
  }
}
