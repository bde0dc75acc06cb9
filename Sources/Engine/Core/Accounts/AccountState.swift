/// What an account can do now: one word, one meaning, everywhere. The first that applies counts, in
/// the order of the cases.
package enum AccountState: String, Hashable, Sendable, Codable, CaseIterable {
  /// Switched off by the user.
  case off
  /// The sign-in is no longer valid.
  case expired
  /// Refused by the server although no window is used up.
  case blocked
  /// A window is used up.
  case waiting
  /// Never measured, or unreadable.
  case unknown
  /// 15% or less left in a window.
  case low
  /// Runs are in progress on it.
  case inUse = "in_use"
  /// Signed in, more than 15% left everywhere.
  case ready

  /// The word shown to people.
  package var word: String { self == .inUse ? "in use" : rawValue }
}
