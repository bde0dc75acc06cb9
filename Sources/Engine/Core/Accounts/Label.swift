/// The name a person gives an account: 1 to 64 printable characters, no leading `-`, no path
/// separator, no `..`; unique without regard to case.
package struct Label: Hashable, Sendable, CustomStringConvertible {
  /// The label as it was typed.
  package let text: String

  /// Checks and takes a label.
  ///
  /// - Throws: `LabelError` with the rule that was broken.
  package init(_ text: String) throws(LabelError) {
    if let rule = Self.brokenRule(text) { throw LabelError(text: text, rule: rule) }
    self.text = text
  }

  /// What two labels are compared by: they are the same account's if these are equal.
  package var folded: String { text.lowercased() }

  package var description: String { text }

  /// The first rule that `text` breaks, nil if it is a label.
  private static func brokenRule(_ text: String) -> LabelError.Rule? {
    if text.isEmpty { return .empty }
    if text.count > 64 { return .tooLong }
    if text.hasPrefix("-") { return .leadingDash }
    if text.contains("/") || text.contains("\\") { return .pathSeparator }
    if text.contains("..") { return .parentFolder }
    guard text.unicodeScalars.allSatisfy(PrintableText.isPrintable) else { return .unprintable }
    if text.first == " " || text.last == " " { return .outerSpace }
    return nil
  }
}

extension Label: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A text that cannot be a label, and why.
package struct LabelError: EngineError, Hashable {
  /// The rules of a label (spec: sandboxes, on disk).
  enum Rule: Sendable, Hashable {
    case empty, tooLong, leadingDash, pathSeparator, parentFolder, unprintable, outerSpace
  }

  /// What was offered as a label.
  let text: String
  /// The first rule it breaks.
  let rule: Rule

  package var code: String { "bad_label" }
  package var outcome: FailureOutcome { .usage }

  package var message: String {
    let shown = PrintableText.shortened(text, to: 70)
    return switch rule {
    case .empty: "A label cannot be empty."
    case .tooLong: "The label “\(shown)” is longer than 64 characters."
    case .leadingDash: "The label “\(shown)” starts with “-”, which would read as a flag."
    case .pathSeparator: "The label “\(shown)” contains a path separator."
    case .parentFolder: "The label “\(shown)” contains “..”."
    case .unprintable: "The label “\(shown)” contains characters that cannot be printed."
    case .outerSpace: "The label “\(shown)” starts or ends with a space."
    }
  }

  package var remedy: String? { "Choose 1 to 64 printable characters, for example: work" }
}
