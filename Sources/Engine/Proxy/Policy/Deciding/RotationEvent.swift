package import EngineCore

/// Everything that can happen to the proxy, as far as deciding goes.
package enum RotationEvent: Hashable, Sendable {
  /// The pool as it is now: accounts were added, removed, switched, read.
  case poolChanged([Candidate], SelectionPolicy)
  /// A request came.
  case arrived(RequestNumber, RequestFacts)
  /// A try came to something; for a stream, in the order in which it happened.
  case outcome(RequestNumber, UpstreamOutcome)
  /// A turn began on an open WebSocket.
  case turnBegan(RequestNumber)
  /// A turn on an open WebSocket came to its end, and whether it went well.
  case turnEnded(RequestNumber, isSuccess: Bool)
  /// The first byte of an answer's body goes to the client, or of a turn's output on a WebSocket.
  case outputBegan(RequestNumber)
  /// The request's body cannot be sent again.
  case bodyLost(RequestNumber)
  /// The client is gone.
  case clientLeft(RequestNumber)
  /// Somebody signed in to an account again, or its token was renewed.
  case signInRenewed(AccountID)
  /// An account's quota was read.
  case readingArrived(AccountID, QuotaReading)
  /// What was kept on disk, also by other proxies: homes of conversations, and until when accounts rest.
  case remembered([Affinity.Record], rests: [AccountID: Date])
  /// The moment that was asked for has come.
  case timePassed
}
