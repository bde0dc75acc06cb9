/// A subscription plan, as the server names it. Unknown plans are kept as they come.
package struct Plan: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The server's word in lower case, for example `plus`; `api` for an API-key account.
  package let name: String

  /// Takes the server's word.
  package init(_ name: String) {
    self.name = PrintableText.shortened(name, to: 40).lowercased()
  }

  /// Takes the server's word, nil for one that says nothing.
  package init?(named name: String) {
    self.init(name)
    if self.name.isEmpty { return nil }
  }

  /// The plan of an account that signs in with an API key.
  package static let api = Plan("api")

  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  package var description: String { name }
}
