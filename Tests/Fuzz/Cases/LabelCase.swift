@testable import EngineCore

extension FuzzCase {
  /// Labels, keys and what is printed of them.
  static let labels = FuzzCase(name: "labels") { bytes in
    let typed = text(bytes)
    try checkPrinting(typed)
    try checkKeyGrammar(typed)
    do {
      try checkLabel(try Label(typed))
    } catch let error as LabelError {
      try promise("an error is safe to print", isPrintable(error.message))
      try promise("an error keeps the text it refused", error.text == typed)
    }
  }

  private static func checkLabel(_ label: Label) throws {
    try promise("a label has 1 to 64 characters", (1...64).contains(label.text.count))
    try promise("a label is printable", isPrintable(label.text))
    try promise("a label is no flag", !label.text.hasPrefix("-"))
    try promise("a label is no path", !label.text.contains("/") && !label.text.contains(".."))

    let stored = try JSONEncoder().encode(label)
    try promise(
      "a label survives storing", try JSONDecoder().decode(Label.self, from: stored) == label)

    var taken: Set<AccountKey> = []
    for _ in 0..<4 {
      let key = AccountKey(label: label, taken: taken)
      try promise("a key that is taken is not given again", taken.insert(key).inserted)
      try promise("a key is a key", AccountKey(key.text) == key)
    }
  }

  private static func checkKeyGrammar(_ typed: String) throws {
    guard let key = AccountKey(typed) else { return }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
    try promise("a key is what was typed", key.text == typed)
    try promise("a key has 1 to 48 bytes", (1...48).contains(key.text.utf8.count))
    try promise("a key is plain", key.text.utf8.allSatisfy(allowed.contains))
    try promise("a key has no outer dash", !key.text.hasPrefix("-") && !key.text.hasSuffix("-"))
    try promise("a key has no double dash", !key.text.contains("--"))
  }

  private static func checkPrinting(_ typed: String) throws {
    let clean = PrintableText.sanitized(typed)
    try promise("what was made printable is printable", isPrintable(clean))
    try promise(
      "making it printable twice changes nothing", PrintableText.sanitized(clean) == clean)
    for limit in [1, 2, 70] {
      let short = PrintableText.shortened(typed, to: limit)
      try promise("a shortened text keeps to its limit", short.count <= limit)
      try promise("a shortened text is printable", isPrintable(short))
    }
  }
}

/// Whether a text may reach a screen: no control characters, judged apart from `PrintableText`.
func isPrintable(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { scalar in
    scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
      && !(0x202a...0x202e).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
  }
}
