/// A place that text is written to.
package struct TextSink: Sendable {
  /// Whether a person reads it as it comes.
  package let isTerminal: Bool
  /// Writes text as it is.
  package let write: @Sendable (String) -> Void

  /// A place of its parts.
  package init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
  }
}
