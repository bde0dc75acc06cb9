/// No complete answer arrived.
package enum HTTPError: EngineError, Hashable {
  /// The name could not be resolved.
  case unresolved(host: String)
  /// Nothing listens, or no route.
  case unreachable(host: String)
  /// TLS could not be set up or the certificate was refused.
  case insecure(host: String, detail: String)
  /// The time limit passed before the request could have been received.
  case timedOutConnecting(host: String)
  /// The time limit passed after the request, or part of it, was sent: it may have had its effect.
  case timedOutAfterSending(host: String)
  /// The connection ended after sending and before the answer was complete: as above.
  case cut(host: String)
  /// The answer is larger than the caller accepts.
  case tooLarge(host: String)
  /// The answer is not HTTP, or the address is no address.
  case malformed(host: String, detail: String)
  /// The caller's task was cancelled.
  case cancelled
  /// The HTTP library is missing on this machine, or failed.
  case unavailable(detail: String)

  /// Whether the server may have acted on the request.
  package var mayHaveHadEffect: Bool {
    switch self {
    case .timedOutAfterSending, .cut, .tooLarge, .malformed, .cancelled: true
    case .unresolved, .unreachable, .insecure, .timedOutConnecting, .unavailable: false
    }
  }

  /// Whether a time limit passed.
  package var isTimeout: Bool {
    switch self {
    case .timedOutConnecting, .timedOutAfterSending: true
    default: false
    }
  }

  package var code: String { isTimeout ? "timed_out" : "network" }

  package var message: String {
    switch self {
    case .unresolved(let host): "The name \(host) could not be resolved."
    case .unreachable(let host): "\(host) could not be reached."
    case .insecure(let host, let detail): "No secure connection to \(host): \(detail)."
    case .timedOutConnecting(let host): "\(host) did not accept a connection in time."
    case .timedOutAfterSending(let host): "\(host) did not answer in time."
    case .cut(let host): "The connection to \(host) ended before the answer was complete."
    case .tooLarge(let host): "The answer of \(host) is larger than swop accepts."
    case .malformed(let host, let detail): "\(host) answered in a form that is not HTTP: \(detail)."
    case .cancelled: "The request was cancelled."
    case .unavailable(let detail): "HTTP is not available: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .unavailable: "Install libcurl (Debian: libcurl4, Homebrew: curl)."
    default: nil
    }
  }
}
