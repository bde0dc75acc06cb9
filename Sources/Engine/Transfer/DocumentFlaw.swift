/// Why a document is nothing to import: one clause that carries no piece of it.
package struct DocumentFlaw: Error, Hashable, Sendable {
  /// What is wrong.
  package let clause: String
  /// Whether the file may simply be half-written.
  package let mayBeHalfWritten: Bool

  init(_ clause: String, mayBeHalfWritten: Bool = false) {
    self.clause = clause
    self.mayBeHalfWritten = mayBeHalfWritten
  }
}
