import EngineCore

/// What can go wrong when swop serves HTTP.
package enum HTTPServerError: EngineError, Hashable {
  /// The system refuses the descriptors an event loop needs.
  case noEventLoop(reason: String)
  /// The host is not a loopback address; nothing was bound.
  case notLoopback(host: String)
  /// The address could not be taken.
  case cannotListen(address: String, reason: String)
  /// The server was stopped.
  case stopped
  /// The client closed the connection, or it failed.
  case clientLeft
  /// The client sends or takes nothing for too long.
  case stalled
  /// The request's body is larger than accepted, in bytes.
  case bodyTooLarge(limit: Int)
  /// The request is not HTTP as it should be.
  case malformed(detail: String)
  /// The answer was begun before, or is already finished.
  case alreadyAnswered
  /// A header field of the answer cannot be sent.
  case invalidField(name: String)
  /// The answer's body has not the length its head announced.
  case wrongLength
  /// The task that waited was cancelled.
  case cancelled

  package var code: String {
    switch self {
    case .noEventLoop, .notLoopback, .cannotListen: "cannot_listen"
    case .stopped, .clientLeft, .stalled, .bodyTooLarge, .malformed, .alreadyAnswered,
      .invalidField, .wrongLength, .cancelled:
      "network"
    }
  }

  package var message: String {
    switch self {
    case .noEventLoop(let reason): "The system refuses an event loop: \(reason)."
    case .notLoopback(let host):
      "\(PrintableText.shortened(host, to: 80)) is not a loopback address; swop serves this machine alone."
    case .cannotListen(let address, let reason): "Cannot listen on \(address): \(reason)."
    case .stopped: "The server was stopped."
    case .clientLeft: "The client closed the connection."
    case .stalled: "The client was silent for too long."
    case .bodyTooLarge(let limit): "The request is larger than \(limit) bytes."
    case .malformed(let detail): "The request is not valid HTTP: \(detail)."
    case .alreadyAnswered: "The request was already answered."
    case .invalidField(let name):
      "The header field \(PrintableText.shortened(name, to: 80)) cannot be sent."
    case .wrongLength: "The answer has not the length it announced."
    case .cancelled: "The request was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .notLoopback: "Use 127.0.0.1."
    case .cannotListen: "Stop the program that uses the address, or choose another port."
    case .noEventLoop, .stopped, .clientLeft, .stalled, .bodyTooLarge, .malformed,
      .alreadyAnswered, .invalidField, .wrongLength, .cancelled:
      nil
    }
  }
}
