package import EngineCore

/// One try: which account, when, and how.
package struct Attempt: Hashable, Sendable {
  /// Which account serves it.
  package let account: AccountID
  /// Its place among the request's tries, from 1.
  package let number: Int
  /// How long to wait before it.
  package let pause: Duration
  /// Whether the account's token is to be renewed first, because it was refused.
  package let needsNewToken: Bool
  /// Whether a kept connection must not be used.
  package let needsNewConnection: Bool

  /// A try of its parts.
  package init(
    account: AccountID, number: Int, pause: Duration = .zero, needsNewToken: Bool = false,
    needsNewConnection: Bool = false
  ) {
    self.account = account
    self.number = number
    self.pause = pause
    self.needsNewToken = needsNewToken
    self.needsNewConnection = needsNewConnection
  }
}
