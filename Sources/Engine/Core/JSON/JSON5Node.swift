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
  package let range: Range<Int>
  /// Where it begins.
  package let position: JSON5Position

  /// A value of its parts.
  package init(kind: Kind, range: Range<Int>, position: JSON5Position) {
    self.kind = kind
    self.range = range
    self.position = position
  }

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
