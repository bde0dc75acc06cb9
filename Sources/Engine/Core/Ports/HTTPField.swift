/// One header field.
package struct HTTPField: Hashable, Sendable {
  /// The name as written; names compare without regard to case.
  package let name: String
  /// The value.
  package let value: String

  /// A field.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the name is this one, whatever the case of ASCII letters, which is all that a field name has.
  package func isNamed(_ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    var (one, other) = (name, other)
    return one.withUTF8 { one in
      other.withUTF8 { other in
        one.indices.allSatisfy {
          one[$0] == other[$0] || Self.lowered(one[$0]) == Self.lowered(other[$0])
        }
      }
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }
}

extension [HTTPField] {
  /// The value of the first field with a name, whatever its case.
  package func value(of name: String) -> String? { first { $0.isNamed(name) }?.value }
}
