/// Bought credits of an account.
package struct Credits: Hashable, Sendable, Codable {
  /// Whether any credits exist.
  package let hasCredits: Bool
  /// Whether they never run out.
  package let isUnlimited: Bool
  /// The balance in the server's own notation, for example `9.99`.
  package let balance: String?

  /// Credits as the server reported them.
  package init(hasCredits: Bool, isUnlimited: Bool, balance: String?) {
    self.hasCredits = hasCredits
    self.isUnlimited = isUnlimited
    self.balance = balance
  }
}
