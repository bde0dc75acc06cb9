/// A text that cannot be a label, and why.
package struct LabelError: EngineError, Hashable {
  /// The rules of a label (spec: sandboxes, on disk).
  package enum Rule: Sendable, Hashable {
    case empty, tooLong, leadingDash, pathSeparator, parentFolder, unprintable, outerSpace
  }

  /// What was offered as a label.
  package let text: String
  /// The first rule it breaks.
  package let rule: Rule

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
