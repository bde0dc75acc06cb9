/// Which account a conversation is at home on, as it is kept between the lives of a proxy.
package struct ConversationHome: Hashable, Sendable {
  /// The conversation: a digest, never an identifier of codex's.
  package let conversation: String
  /// Its account.
  package let account: AccountID
  /// When it was last used.
  package let usedAt: Date

  /// A home of its parts.
  package init(conversation: String, account: AccountID, usedAt: Date) {
    self.conversation = conversation
    self.account = account
    self.usedAt = usedAt
  }
}
