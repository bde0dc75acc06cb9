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
