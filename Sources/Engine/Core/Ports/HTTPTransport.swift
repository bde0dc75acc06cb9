/// One request out, one whole answer back. Streams that must not be held in memory use EngineHTTP's
/// client itself.
package protocol HTTPTransport: Sendable {
  /// Sends a request and waits for the whole answer. Any status is an answer, not an error.
  ///
  /// - Throws: `HTTPError` when no complete answer arrived.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}

/// A request to a server.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` and so on.
  package var method: String
  /// The absolute address.
  package var url: String
  /// Header fields; they may hold secrets, so the value does not print them.
  package var headers: Redacted<[HTTPField]>
  /// The body, nil for none.
  package var body: Redacted<Data>?
  /// How long connecting, sending and receiving may take together.
  package var limit: Duration
  /// The largest answer accepted, in bytes.
  package var responseLimit: Int

  /// A request of its parts.
  package init(
    method: String = "GET", url: String, headers: [HTTPField] = [], body: Data? = nil,
    limit: Duration = .seconds(10), responseLimit: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = Redacted(headers)
    self.body = body.map { Redacted($0) }
    self.limit = limit
    self.responseLimit = responseLimit
  }
}

/// A server's whole answer.
package struct HTTPResponse: Sendable {
  /// The status, 100 to 599.
  package let status: Int
  /// Its header fields.
  package let headers: [HTTPField]
  /// Its body; it may hold secrets, so the value does not print it.
  package let body: Redacted<Data>

  /// An answer of its parts.
  package init(status: Int, headers: [HTTPField] = [], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = Redacted(body)
  }
}

/// One header field.
package struct HTTPField: Hashable, Sendable {
  /// The name as written; names compare without regard to case.
  package let name: String
  /// The value.
  package let value: String

  /// A field.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the name is this one, whatever the case of ASCII letters, which is all that a field name has.
  package func isNamed(_ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    var (one, other) = (name, other)
    return one.withUTF8 { one in
      other.withUTF8 { other in
        one.indices.allSatisfy {
          one[$0] == other[$0] || Self.lowered(one[$0]) == Self.lowered(other[$0])
        }
      }
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }
}

extension [HTTPField] {
  /// The value of the first field with a name, whatever its case.
  package func value(of name: String) -> String? { first { $0.isNamed(name) }?.value }
}

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
  /// The answer is not HTTP, or the address is not an address.
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
