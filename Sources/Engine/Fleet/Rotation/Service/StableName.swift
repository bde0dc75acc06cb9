import EngineCore

/// A short name for a text, the same in every process.
enum StableName {
  /// Eight hexadecimal digits.
  static func of(_ text: String) -> String { String(SHA256.hexadecimal(text).prefix(8)) }
}
