/// A place that input comes from.
package struct TextSource: Sendable {
  /// Whether a person types it.
  package let isTerminal: Bool
  /// Everything up to its end; nil if that is more than the limit in bytes, or cannot be read.
  package let readAll: @Sendable (_ limit: Int) -> [UInt8]?
  /// The next line without its end; nil at the end.
  package let readLine: @Sendable () -> String?

  /// The same without keeping a thread of the pool; nil also when the waiting task is cancelled.
  package let nextLine: @Sendable () async -> String?

  /// A place of its parts; without `nextLine`, lines are there at once.
  package init(
    isTerminal: Bool, readAll: @escaping @Sendable (_ limit: Int) -> [UInt8]?,
    readLine: @escaping @Sendable () -> String?,
    nextLine: (@Sendable () async -> String?)? = nil
  ) {
    self.nextLine = nextLine ?? { readLine() }
    self.isTerminal = isTerminal
    self.readAll = readAll
    self.readLine = readLine
  }
}
