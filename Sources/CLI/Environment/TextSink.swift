/// A place that text is written to.
package struct TextSink: Sendable {
  /// Whether a person reads it as it comes.
  package let isTerminal: Bool
  /// Writes text as it is.
  package let write: @Sendable (String) -> Void
  /// Why text was lost, nil while all of it arrived. The first cause stays.
  package let failure: @Sendable () -> OutputError?

  /// A place of its parts; one without `failure` never loses anything.
  package init(
    isTerminal: Bool, write: @escaping @Sendable (String) -> Void,
    failure: @escaping @Sendable () -> OutputError? = { nil }
  ) {
    self.isTerminal = isTerminal
    self.write = write
    self.failure = failure
  }
}
