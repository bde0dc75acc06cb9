/// A place in a JSON5 text, as editors count it.
package struct JSON5Position: Hashable, Sendable, CustomStringConvertible {
  /// Bytes before it.
  package let offset: Int
  /// Its line, from 1.
  package let line: Int
  /// Its column in characters of Unicode, from 1.
  package let column: Int

  /// A place of its parts.
  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  package var description: String { "line \(line), column \(column)" }
}
