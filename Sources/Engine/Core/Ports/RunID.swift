/// The identity of one run: one codex process started by swop.
package struct RunID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Grows with every run on this machine's root.
  package let number: Int64

  /// A run's identity as stored.
  package init(_ number: Int64) {
    self.number = number
  }

  package var description: String { String(number) }
}
