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
}

extension Sequence<HTTPField> {
  /// The value of the first field with a name, whatever its case.
  package func value(of name: String) -> String? {
    let wanted = name.lowercased()
    return first { $0.name.lowercased() == wanted }?.value
  }
}
