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
  package let from: AccountID
  /// Its label at that time.
  package let fromLabel: String
  /// The account that took over.
  package let to: AccountID
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
