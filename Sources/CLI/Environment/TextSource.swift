/// A place that input comes from.
package struct TextSource: Sendable {
  /// Whether a person types it.
  package let isTerminal: Bool
  /// Everything up to its end; nil if that is more than the limit in bytes, or cannot be read.
  package let readAll: @Sendable (_ limit: Int) -> [UInt8]?
  /// The next line without its end; nil at the end.
  package let readLine: @Sendable () -> String?

  /// A place of its parts.
  package init(
    isTerminal: Bool, readAll: @escaping @Sendable (_ limit: Int) -> [UInt8]?,
    readLine: @escaping @Sendable () -> String?
  ) {
    self.isTerminal = isTerminal
    self.readAll = readAll
    self.readLine = readLine
  }
}
