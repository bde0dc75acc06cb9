/// A JSON5 text with the places of everything in it. Keys are read here, because two equal ones must be
/// found; values are read by Foundation's decoder when they are asked for.
package struct JSON5Document: Hashable, Sendable {
  /// The text.
  let bytes: [UInt8]
  /// Its one value.
  package let root: JSON5Node

  /// More levels than this are refused, so that no text can exhaust the stack.
  static let depthLimit = 64

  /// Reads a text.
  ///
  /// - Throws: `JSON5Error` with the first place that is wrong.
  package init(_ bytes: [UInt8]) throws(JSON5Error) {
    self.bytes = bytes
    var parser = try JSON5Parser(bytes)
    root = try parser.document()
  }

  /// The value at a path of keys, nil if there is none.
  func node(at path: [String]) -> JSON5Node? {
    path.reduce(root as JSON5Node?) { node, key in
      node?.members?.first { $0.key == key }?.value
    }
  }

  /// A value as Foundation's decoder reads it, nil if it is not of that type.
  package func decode<Value: Decodable>(_ type: Value.Type, of node: JSON5Node) -> Value? {
    JSON5Decoding.decode(type, from: bytes[node.range])
  }
}

/// A key of an object with its value.
package struct JSON5Member: Hashable, Sendable {
  /// The key, quotes and escapes resolved.
  package let key: String
  /// The key's bytes, quotes included.
  let keyRange: Range<Int>
  /// Where the key begins.
  package let position: JSON5Position
  /// Its value.
  package let value: JSON5Node
  /// The comma behind the value, nil if there is none.
  let comma: Int?
}

/// A value in a JSON5 text, with its place.
package struct JSON5Node: Hashable, Sendable {
  /// What a value is.
  package indirect enum Kind: Hashable, Sendable {
    case object([JSON5Member])
    case array([JSON5Node])
    case string, number, flag, null
  }

  /// What it is.
  package let kind: Kind
  /// Its bytes, brackets and quotes included.
  let range: Range<Int>
  /// Where it begins.
  package let position: JSON5Position

  /// The members of an object, nil for anything else.
  package var members: [JSON5Member]? {
    if case .object(let members) = kind { members } else { nil }
  }

  /// What it is, for people, with its article.
  package var typeName: String {
    switch kind {
    case .object: "an object"
    case .array: "a list"
    case .string: "text"
    case .number: "a number"
    case .flag: "true or false"
    case .null: "null"
    }
  }
}

/// Foundation's decoder, set to JSON5.
enum JSON5Decoding {
  /// The value of one complete piece of JSON5, nil if it is not of that type.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) -> Value?
  {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return try? decoder.decode(type, from: Data(bytes))
  }
}

/// A text that is not JSON5, with the place.
package struct JSON5Error: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong there.
  enum Problem: Hashable, Sendable {
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
  let problem: Problem

  /// An error of its parts.
  init(at position: JSON5Position, _ problem: Problem) {
    self.position = position
    self.problem = problem
  }

  /// What is wrong, as one clause without the place.
  package var clause: String {
    switch problem {
    case .expected(let what): "expected \(what)"
    case .unexpectedCharacter: "unexpected character"
    case .unclosedString: "unterminated string"
    case .unclosedComment: "unterminated comment"
    case .unreadableText: "this text holds a character or a \\ escape that cannot be read"
    case .badNumber: "this number cannot be read"
    case .notUTF8: "these bytes are not UTF-8 text"
    case .tooDeep(let limit): "there are more than \(limit) levels of nesting"
    case .duplicateKey(let key, let first):
      "the key “\(PrintableText.shortened(key, to: 40))” is a duplicate, first on \(first)"
    }
  }

  package var description: String { "\(position): \(clause)" }
}

/// A place in a JSON5 text, as editors count it.
package struct JSON5Position: Hashable, Sendable, CustomStringConvertible {
  /// Bytes before it.
  package let offset: Int
  /// Its line, from 1.
  package let line: Int
  /// Its column in characters of Unicode, from 1.
  let column: Int

  /// A place of its parts.
  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  package var description: String { "line \(line), column \(column)" }
}
