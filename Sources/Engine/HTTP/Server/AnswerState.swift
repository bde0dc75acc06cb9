/// How far the answer to a request is.
enum AnswerState {
  /// Nothing was sent.
  case notBegun
  /// The head was taken, and is sent with the first part of the body or when nothing else is left to do.
  case begun(AnswerFraming, isHeadSent: Bool)
  /// Everything was sent.
  case finished(keepsAlive: Bool)

  /// Whether another request may follow on the connection.
  var keepsAlive: Bool {
    switch self {
    case .notBegun, .begun: false
    case .finished(let keepsAlive): keepsAlive
    }
  }
}
