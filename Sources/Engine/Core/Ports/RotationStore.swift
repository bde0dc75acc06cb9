/// Keeps what a rotation proxy has to know after a restart, and every other proxy at once.
package protocol RotationStore: Sendable {
  /// The homes of conversations that were used since a time, the oldest first.
  func homes(usedSince: Date) throws(StoreError) -> [ConversationHome]
  /// Until when accounts rest after errors that pass.
  func rests() throws(StoreError) -> [AccountID: Date]
  /// Keeps homes and rests in one step, and forgets what no one needs any more at `now`. A home that was
  /// used later, by another proxy, stays.
  func keep(
    _ homes: [ConversationHome], rests: [AccountID: Date], now: Date
  ) throws(StoreError)
}

/// A request, or a conversation, went from one account to another.
package struct ProxyMove: Hashable, Sendable, Codable {
  /// How far the answer was.
  package enum Moment: String, Hashable, Sendable, Codable {
    /// The first account was not asked at all.
    case beforeRequest = "request"
    /// It was asked, and no byte of an answer had gone to the client.
    case beforeFirstByte = "first_byte"
    /// A WebSocket was closed before the turn had output.
    case beforeOutput = "output"
  }

  /// The account that could not serve.
  let from: AccountID
  /// Its label at that time.
  package let fromLabel: String
  /// The account that took over.
  let to: AccountID
  /// Its label at that time.
  package let toLabel: String
  /// Why: a clause for people without a full stop and without a secret.
  package let reason: String
  /// Before which byte.
  package let moment: Moment

  /// A move of its parts.
  package init(
    from: AccountID, fromLabel: String, to: AccountID, toLabel: String, reason: String,
    moment: Moment
  ) {
    self.from = from
    self.fromLabel = fromLabel
    self.to = to
    self.toLabel = toLabel
    self.reason = reason
    self.moment = moment
  }

  /// One sentence for the event log.
  package var sentence: String {
    let what =
      switch moment {
      case .beforeRequest: "A conversation moved"
      case .beforeFirstByte: "A request moved"
      case .beforeOutput: "A turn moved"
      }
    let place =
      switch moment {
      case .beforeRequest: "before it was sent"
      case .beforeFirstByte: "before the first byte"
      case .beforeOutput: "before any output"
      }
    return "\(what) from \(fromLabel) to \(toLabel) \(place): \(reason)."
  }
}

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
