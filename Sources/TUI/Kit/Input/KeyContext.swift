/// Where on the screen a key is pressed: a list, a log, a dialog. The names belong to the program.
package struct KeyContext: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  /// Its name, as the documentation prints it.
  package let rawValue: String

  /// A context of its name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// A context of its name.
  package init(stringLiteral value: String) { rawValue = value }

  /// Holds wherever no other context has the key; inputs and dialogs leave it out.
  package static let anywhere: KeyContext = "anywhere"
}
