/// The lasting identity of an account: a lower-case UUID, never reused, independent of label and
/// folder. History, readings and affinity refer to an account by it.
package struct AccountID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The text form, as stored.
  package let text: String

  /// Takes an identity as it was stored.
  package init(_ text: String) {
    self.text = text
  }

  /// A fresh identity.
  package init(from random: any RandomSource) {
    text = random.uuid()
  }

  package init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package var description: String { text }
}
