/// What an endpoint does instead of answering normally.
package enum Fault: Hashable, Sendable {
  /// Answers normally: a filler in a script ("two good answers, then a limit").
  case normal
  /// A status with a body; nil for a plain JSON error.
  case status(Int, body: String? = nil)
  /// 401 as for a revoked bearer, whatever the bearer.
  case unauthorized
  /// 429 `usage_limit_reached` with its reset.
  case usageLimit(resetsInSeconds: Int)
  /// A short 429, with Retry-After unless nil.
  case slowDown(retryAfterSeconds: Int?)
  /// Takes the request and never answers.
  case hang
  /// Closes the connection without an answer.
  case drop
  /// Answers normally, but the head comes late.
  case delay(milliseconds: Int)
  /// Streams the reply in pieces, some time apart.
  case drip(deltas: Int, milliseconds: Int)
  /// Streams some pieces, then nothing more.
  case stall(deltas: Int)
  /// Streams some pieces, then closes the connection.
  case cut(deltas: Int)
  /// 200, whose stream begins with a `response.failed` of this code, for example
  /// `usage_limit_reached` or `server_is_overloaded`.
  case failureEvent(code: String)
  /// 200 with a body that is no JSON, or a stream that is no event stream.
  case malformed
  /// 200 with this many bytes of nothing.
  case huge(bytes: Int)
  /// `oauth/token` refuses with 401 and this code, for example `refresh_token_expired`.
  case refreshRefused(code: String)
}

extension Fault {
  /// The limit that arrives inside a good answer.
  package static let limitEvent = Fault.failureEvent(code: "usage_limit_reached")
}

extension Fault: Codable {
  private enum Kind: String, Codable {
    case normal, status, unauthorized, hang, drop, delay, drip, stall, cut, malformed, huge
    case usageLimit = "usage_limit"
    case slowDown = "slow_down"
    case failureEvent = "failure_event"
    case refreshRefused = "refresh_refused"
  }

  private enum CodingKeys: String, CodingKey {
    case kind, status, body, milliseconds, deltas, bytes, code
    case resetsInSeconds = "resets_in_seconds"
    case retryAfterSeconds = "retry_after_seconds"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys, _ usual: Int) throws -> Int {
      try values.decodeIfPresent(Int.self, forKey: key) ?? usual
    }
    func code(_ usual: String) throws -> String {
      try values.decodeIfPresent(String.self, forKey: .code) ?? usual
    }
    switch try values.decode(Kind.self, forKey: .kind) {
    case .normal: self = .normal
    case .status:
      self = .status(
        try values.decode(Int.self, forKey: .status),
        body: try values.decodeIfPresent(String.self, forKey: .body))
    case .unauthorized: self = .unauthorized
    case .usageLimit: self = .usageLimit(resetsInSeconds: try number(.resetsInSeconds, 3_600))
    case .slowDown:
      self = .slowDown(
        retryAfterSeconds: try values.decodeIfPresent(Int.self, forKey: .retryAfterSeconds))
    case .hang: self = .hang
    case .drop: self = .drop
    case .delay: self = .delay(milliseconds: try number(.milliseconds, 1_000))
    case .drip:
      self = .drip(deltas: try number(.deltas, 10), milliseconds: try number(.milliseconds, 100))
    case .stall: self = .stall(deltas: try number(.deltas, 1))
    case .cut: self = .cut(deltas: try number(.deltas, 1))
    case .failureEvent: self = .failureEvent(code: try code("usage_limit_reached"))
    case .malformed: self = .malformed
    case .huge: self = .huge(bytes: try number(.bytes, 1 << 22))
    case .refreshRefused: self = .refreshRefused(code: try code("refresh_token_invalidated"))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(kind, forKey: .kind)
    switch self {
    case .normal, .unauthorized, .hang, .drop, .malformed: break
    case .status(let status, let body):
      try values.encode(status, forKey: .status)
      try values.encodeIfPresent(body, forKey: .body)
    case .usageLimit(let seconds): try values.encode(seconds, forKey: .resetsInSeconds)
    case .slowDown(let seconds): try values.encodeIfPresent(seconds, forKey: .retryAfterSeconds)
    case .delay(let milliseconds): try values.encode(milliseconds, forKey: .milliseconds)
    case .drip(let deltas, let milliseconds):
      try values.encode(deltas, forKey: .deltas)
      try values.encode(milliseconds, forKey: .milliseconds)
    case .stall(let deltas), .cut(let deltas): try values.encode(deltas, forKey: .deltas)
    case .huge(let bytes): try values.encode(bytes, forKey: .bytes)
    case .failureEvent(let code), .refreshRefused(let code): try values.encode(code, forKey: .code)
    }
  }

  /// The word for it in JSON and in the log.
  package var name: String { kind.rawValue }

  private var kind: Kind {
    switch self {
    case .normal: .normal
    case .status: .status
    case .unauthorized: .unauthorized
    case .usageLimit: .usageLimit
    case .slowDown: .slowDown
    case .hang: .hang
    case .drop: .drop
    case .delay: .delay
    case .drip: .drip
    case .stall: .stall
    case .cut: .cut
    case .failureEvent: .failureEvent
    case .malformed: .malformed
    case .huge: .huge
    case .refreshRefused: .refreshRefused
    }
  }
}
