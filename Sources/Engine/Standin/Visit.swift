import EngineCore

/// A request while it is judged.
struct Visit: Sendable {
  let request: StandinRequest
  let number: Int
  let now: Date
  /// The account that its bearer, refresh token or code was made for, dead or alive.
  var account: String?
  /// Why its bearer is not accepted; nil if it is, or if none is needed.
  var refusal: TokenBook.Refusal?

  var endpoint: Endpoint { request.endpoint }

  /// A name for the answer to it.
  var responseID: String { "resp-\(number)" }
}
