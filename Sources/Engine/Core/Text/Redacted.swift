/// Wraps a secret so that it prints as `<redacted>` wherever it might be printed by accident: string
/// interpolation, debug output, mirrors. It is not `Codable` on purpose.
package struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  private let value: Value

  /// Hides a secret.
  package init(_ value: Value) {
    self.value = value
  }

  /// The secret, for the one place that must send or store it.
  package func reveal() -> Value { value }

  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}
