package import EngineCore

/// Where secrets come from that people type or scripts hand over. None comes by the command line or the
/// environment, where other programs see it.
package struct SecretInput: Sendable {
  /// What is typed, without being shown, as the answer to a question that it asks; nil at the end of the
  /// input.
  package var answer: @Sendable (_ question: String) -> Redacted<String>?
  /// The first line of an open file, by its number.
  package var lineOfDescriptor: @Sendable (Int32) -> Redacted<String>?

  /// A source of its parts.
  package init(
    answer: @escaping @Sendable (_ question: String) -> Redacted<String>?,
    lineOfDescriptor: @escaping @Sendable (Int32) -> Redacted<String>?
  ) {
    self.answer = answer
    self.lineOfDescriptor = lineOfDescriptor
  }

  /// Nobody types and nothing is handed over.
  package static let none = SecretInput(answer: { _ in nil }, lineOfDescriptor: { _ in nil })
}
