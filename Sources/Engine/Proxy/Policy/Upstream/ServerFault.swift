/// A trouble of the backend or of the way to it, which says nothing about an account.
package enum ServerFault: Hashable, Sendable {
  /// It answered with a status of its own failing.
  case status(Int)
  /// It says that it has too much to do.
  case overloaded
  /// It could not be reached.
  case unreachable
  /// It was not asked: the account's token could not be renewed, or not be stored on this machine.
  case noToken
  /// No connection, or no head, within the limit.
  case timedOut
  /// It ended the connection before an answer.
  case closed
  /// It refuses even a token that it has just given out.
  case refusesFreshTokens

  /// Faults of one kind on several accounts mean that the backend is down.
  package var kind: String {
    switch self {
    case .status: "errors"
    case .overloaded: "overload"
    case .unreachable: "unreachable"
    case .noToken: "no token"
    case .timedOut: "time-out"
    case .closed: "closed"
    case .refusesFreshTokens: "tokens"
    }
  }

  /// Whether the backend may have acted on the request.
  package var mayHaveHadEffect: Bool {
    switch self {
    case .status, .timedOut, .closed: true
    case .overloaded, .unreachable, .noToken, .refusesFreshTokens: false
    }
  }

  /// What happened: a clause for people.
  package var clause: String {
    switch self {
    case .status(let status): "the backend answered \(status)"
    case .overloaded: "the backend is overloaded"
    case .unreachable: "the backend could not be reached"
    case .noToken: "the account's token could not be renewed (swop events says why)"
    case .timedOut: "the backend did not answer in time"
    case .closed: "the backend closed the connection without an answer"
    case .refusesFreshTokens: "the backend refuses fresh tokens"
    }
  }
}
