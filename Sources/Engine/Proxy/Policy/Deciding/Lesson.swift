package import EngineCore

/// Something learned about an account, to be kept on disk and told.
package struct Lesson: Hashable, Sendable {
  /// What was learned.
  package enum Kind: Hashable, Sendable {
    /// Its quota.
    case reading(QuotaReading)
    /// It is refused or used up; the end is nil if the server named none.
    case blocked(until: Date?)
    /// Its sign-in is dead.
    case expired
    /// It rests after a transient error until then.
    case resting(until: Date)
    /// It served a request to its end.
    case served
    /// A conversation has its home on it now.
    case home(ConversationKey)
  }

  /// The account.
  package let account: AccountID
  /// What was learned.
  package let kind: Kind
  /// One clause for people: why.
  package let cause: String

  /// A lesson of its parts.
  package init(_ kind: Kind, of account: AccountID, cause: String) {
    self.account = account
    self.kind = kind
    self.cause = cause
  }
}
