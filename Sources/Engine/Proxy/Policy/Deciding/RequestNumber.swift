/// The number of a request within one proxy's life, in the order of arrival.
package struct RequestNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// From 1.
  package let value: UInt64

  /// A number.
  package init(_ value: UInt64) {
    self.value = value
  }

  package static func < (one: RequestNumber, other: RequestNumber) -> Bool {
    one.value < other.value
  }

  package var description: String { "request \(value)" }
}
