/// Where and why a text is not JSON. It never carries a piece of the text.
package struct JSONFault: Error, Hashable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// The text ends inside a value: a half-written file looks like this.
    case cutShort
    /// A character that cannot stand there.
    case unexpected
    /// Something follows the value.
    case trailing
    /// More than 128 values inside each other.
    case tooDeep
    /// A string is not UTF-8, or has a broken escape.
    case brokenText
  }

  /// What is wrong.
  package let kind: Kind
  /// The line, from 1.
  package let line: Int

  /// A fault of its parts.
  package init(kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// One clause for people.
  package var clause: String {
    switch kind {
    case .cutShort: "it ends in the middle"
    case .unexpected: "it is not JSON at line \(line)"
    case .trailing: "something follows its end at line \(line)"
    case .tooDeep: "it is nested too deeply"
    case .brokenText: "it holds broken text at line \(line)"
    }
  }
}
