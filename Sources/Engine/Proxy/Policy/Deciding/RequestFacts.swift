package import EngineCore

/// What matters of a request for deciding who serves it.
package struct RequestFacts: Hashable, Sendable {
  /// What is asked for.
  package enum Kind: Hashable, Sendable {
    /// A turn, a compaction or the list of models: any account may serve it.
    case model
    /// The same over WebSocket.
    case socket
    /// Something about an account: it is asked of one account, and what it says is passed on.
    case backend
  }

  /// What is asked for.
  package let kind: Kind
  /// The conversation, nil if the request names none.
  package let conversation: ConversationKey?
  /// The client: its requests without a conversation stay together.
  package let client: String
  /// The model that is asked for, as far as it is known.
  package let model: String?
  /// Whether doing it twice does no harm.
  package let isRepeatable: Bool
  /// Whether the client's token is part of the path: then codex would write the path down on a 403 or
  /// 404.
  package let hasTokenInPath: Bool
  /// The only account that may serve it, nil for any.
  package var only: AccountID?
  /// The run it belongs to, nil if it is not known.
  package var run: RunID?

  /// Facts of their parts.
  package init(
    kind: Kind, conversation: ConversationKey? = nil, client: String,
    model: String? = nil, isRepeatable: Bool = true, hasTokenInPath: Bool = false
  ) {
    self.kind = kind
    self.conversation = conversation
    self.client = client
    self.model = model
    self.isRepeatable = isRepeatable
    self.hasTokenInPath = hasTokenInPath
  }
}
