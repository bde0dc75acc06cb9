/// A word that a command takes by its place.
package struct PositionalDefinition: Hashable, Sendable {
  /// How many words it takes.
  package enum Count: Hashable, Sendable {
    case one, optional, many, any
  }

  /// What it is called in the help, in capitals.
  package let name: String
  /// How many words it takes; only the last one may take several.
  package let count: Count
  /// What the shell may offer.
  package let completion: Completion
  /// One line for people, without a full stop.
  package let help: String

  /// A positional of its parts.
  package init(
    _ name: String, count: Count = .one, completion: Completion = .none, help: String
  ) {
    self.name = name
    self.count = count
    self.completion = completion
    self.help = help
  }

  /// As the usage line shows it: `LABEL`, `[LABEL]`, `VALUE…`.
  package var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  /// The fewest words it takes.
  package var minimum: Int { count == .one || count == .many ? 1 : 0 }

  /// The most words it takes, nil for any number.
  package var maximum: Int? { count == .one || count == .optional ? 1 : nil }
}
