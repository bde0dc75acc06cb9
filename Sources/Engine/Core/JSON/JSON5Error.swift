/// A text that is not JSON5, with the place.
package struct JSON5Error: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong there.
  package enum Problem: Hashable, Sendable {
    /// Something else should stand here.
    case expected(String)
    /// A character that begins nothing.
    case unexpectedCharacter
    /// A string whose closing quote is missing on its line.
    case unclosedString
    /// A comment without `*/`.
    case unclosedComment
    /// A key or string with a control character or an unknown escape in it.
    case unreadableText
    /// A number that cannot be read.
    case badNumber
    /// Bytes that are not UTF-8.
    case notUTF8
    /// More levels than the limit.
    case tooDeep(limit: Int)
    /// A key that stands in this object already.
    case duplicateKey(String, first: JSON5Position)
  }

  /// Where it is wrong.
  package let position: JSON5Position
  /// What is wrong there.
  package let problem: Problem

  /// An error of its parts.
  package init(at position: JSON5Position, _ problem: Problem) {
    self.position = position
    self.problem = problem
  }

  /// What is wrong, as one clause without the place.
  package var clause: String {
    switch problem {
    case .expected(let what): "\(what) is expected here"
    case .unexpectedCharacter: "this character has no meaning here"
    case .unclosedString: "this string has no closing quote on its line"
    case .unclosedComment: "this comment has no closing */"
    case .unreadableText: "this text holds a character or a \\ escape that cannot be read"
    case .badNumber: "this number cannot be read"
    case .notUTF8: "these bytes are not UTF-8 text"
    case .tooDeep(let limit): "there are more than \(limit) levels of nesting"
    case .duplicateKey(let key, let first):
      "the key “\(PrintableText.shortened(key, to: 40))” stands here again, first on \(first)"
    }
  }

  package var description: String { "\(position): \(clause)" }
}
