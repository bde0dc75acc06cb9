package import EngineCore

/// What became of one try: everything that can happen between an account's upstream and the proxy.
package enum UpstreamOutcome: Hashable, Sendable {
  /// A head arrived; for an error with the beginning of its body. 101 for an accepted WebSocket.
  case answered(UpstreamAnswer)
  /// The first event of a 200 stream that is not a greeting, or the first frame of a WebSocket's turn,
  /// says that the turn failed.
  case failedInStream(StreamFailure)
  /// Nothing listens, no name, no route, no TLS.
  case failedToConnect
  /// The connection was not there within its limit.
  case timedOutConnecting
  /// No head within its limit.
  case timedOutBeforeHead
  /// The connection ended before a head.
  case closedBeforeHead(wasReused: Bool)
  /// Nothing arrived for as long as a stream may be silent.
  case stalled
  /// The stream ended before its end.
  case cut
  /// The stream ended as it should.
  case ended
  /// The account's token could not be renewed; `isDead` if it never will be.
  case tokenUnavailable(isDead: Bool)
}

/// The head of an answer and, where it is an error, the beginning of its body.
package struct UpstreamAnswer: Hashable, Sendable {
  /// No more of an error's body is read than this: 64 KiB.
  package static let bodyLimit = 64 << 10

  /// The status, 100 to 599.
  package let status: Int
  /// Its header fields.
  let headers: [HTTPField]
  /// The beginning of an error's body; empty for anything else, and for a body that is compressed.
  let body: ArraySlice<UInt8>

  /// An answer of its parts; a body over the limit is cut.
  package init(status: Int, headers: [HTTPField] = [], body: some Sequence<UInt8> = []) {
    self.status = status
    self.headers = headers
    self.body = Array(body.prefix(Self.bodyLimit))[...]
  }
}

/// A failure that arrived as an event of a stream or as a WebSocket frame.
package struct StreamFailure: Hashable, Sendable {
  /// The status the frame names, nil for an event of a stream.
  let status: Int?
  /// The backend's word for it in lower case; empty if it gave none.
  let code: String
  /// When the limit ends, as far as the event says so and it makes sense.
  let resetsAt: Date?
  /// The headers that a WebSocket frame carries.
  let headers: [HTTPField]

  /// A failure of its parts.
  init(status: Int? = nil, code: String, resetsAt: Date? = nil, headers: [HTTPField] = []) {
    self.status = status
    self.code = code
    self.resetsAt = resetsAt
    self.headers = headers
  }
}

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
  var kind: String {
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
  var mayHaveHadEffect: Bool {
    switch self {
    case .status, .timedOut, .closed: true
    case .overloaded, .unreachable, .noToken, .refusesFreshTokens: false
    }
  }

  /// What happened: a clause for people.
  var clause: String {
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

/// What an error's JSON says that decides something. Its free text decides nothing and is not kept.
struct ErrorDetail {
  /// The words for what went wrong, in lower case, the more exact first.
  let codes: [String]
  /// The moment a limit ends, not yet judged.
  let resetsAt: Double?
  /// The seconds until a limit ends, not yet judged.
  let resetsInSeconds: Double?

  /// The detail of a body; an empty one if it is no JSON.
  init(body: ArraySlice<UInt8>) {
    self.init((try? JSONReader.value(in: Array(body))) ?? .null)
  }

  /// The detail of a value: `{"error":{…}}`, `{"detail":{…}}`, `{"response":{"error":{…}}}`, or flat.
  init(_ value: JSONValue) {
    let error =
      [value["response"]?["error"], value["error"], value["detail"]]
      .compactMap { $0 }.first { !$0.isNull } ?? value
    let words = [error["code"]?.text, error["type"]?.text, value["code"]?.text, error.text]
    codes = words.compactMap { $0 }.filter { $0.utf8.count <= 80 }.map { $0.lowercased() }
    resetsAt = error["resets_at"]?.looseNumber
    resetsInSeconds = error["resets_in_seconds"]?.looseNumber
  }

  /// Whether one of these words was used.
  func says(_ words: Set<String>) -> Bool { codes.contains { words.contains($0) } }

  /// Whether a word contains one of these parts.
  func mentions(_ parts: [String]) -> Bool {
    codes.contains { code in parts.contains { code.contains($0) } }
  }
}
