/// Why the backend refuses an account, whatever is left of its quota.
package enum AccountRefusal: String, Hashable, Sendable, Codable {
  /// The plan does not include codex, or has run out of what it pays with.
  case plan
  /// The workspace refuses, or is no more.
  case workspace
  /// Payment is needed.
  case payment
  /// The account was closed or suspended.
  case deactivated

  /// What happened: a clause for people.
  package var clause: String {
    switch self {
    case .plan: "its plan does not include this"
    case .workspace: "its workspace refuses it"
    case .payment: "payment is needed"
    case .deactivated: "it was deactivated"
    }
  }
}
