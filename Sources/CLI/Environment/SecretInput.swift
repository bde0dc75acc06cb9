package import EngineKernel

/// Where secrets come from that people type or scripts hand over. None comes by the command line or the
/// environment, where other programs see it.
package struct SecretInput: Sendable {
  /// A line typed without being shown; nil at the end of the input.
  package var typedLine: @Sendable () -> Redacted<String>?
  /// The first line of an open file, by its number.
  package var lineOfDescriptor: @Sendable (Int32) -> Redacted<String>?

  /// A source of its parts.
  package init(
    typedLine: @escaping @Sendable () -> Redacted<String>?,
    lineOfDescriptor: @escaping @Sendable (Int32) -> Redacted<String>?
  ) {
    self.typedLine = typedLine
    self.lineOfDescriptor = lineOfDescriptor
  }

  /// Nobody types and nothing is handed over.
  package static let none = SecretInput(typedLine: { nil }, lineOfDescriptor: { _ in nil })
}
