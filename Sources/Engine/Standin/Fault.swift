import EngineCore

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
  /// 200 with a body that is not JSON, or a stream that is not an event stream.
  case malformed
  /// 200 with this many bytes of nothing.
  case huge(bytes: Int)
  /// `oauth/token` refuses with 401 and this code, for example `refresh_token_expired`.
  case refreshRefused(code: String)
}

extension Fault {
  /// The limit that arrives inside a good answer.
  static let limitEvent = Fault.failureEvent(code: "usage_limit_reached")
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
  var name: String { kind.rawValue }

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

/// A line of an account's script: a fault, where it strikes, and how often.
///
/// The first line that fits a request is taken; when it has been taken `times` times it goes, and the
/// next that fits follows.
package struct Behaviour: Hashable, Sendable {
  /// The endpoint; nil for every one that needs a bearer, or `token` for a refused refresh.
  var endpoint: Endpoint?
  /// For how many requests, nil for no limit.
  var times: Int?
  /// What happens.
  var fault: Fault

  /// A line of its parts.
  package init(_ fault: Fault, on endpoint: Endpoint? = nil, times: Int? = nil) {
    self.fault = fault
    self.endpoint = endpoint
    self.times = times
  }
}

extension Behaviour: Codable {
  private enum CodingKeys: String, CodingKey {
    case endpoint, times
  }

  /// The fault's own members stand beside `endpoint` and `times`.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    endpoint = try values.decodeIfPresent(Endpoint.self, forKey: .endpoint)
    times = try values.decodeIfPresent(Int.self, forKey: .times)
    fault = try Fault(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(endpoint, forKey: .endpoint)
    try values.encodeIfPresent(times, forKey: .times)
    try fault.encode(to: encoder)
  }
}

extension Behaviour {
  /// Whether it strikes at an endpoint. Without an endpoint it strikes wherever a bearer is needed, so
  /// that "401 everywhere" leaves the refresh alive.
  func fits(_ asked: Endpoint) -> Bool {
    if let endpoint { return endpoint == asked }
    if case .refreshRefused = fault { return asked == .token }
    return asked.needsBearer
  }
}

extension [Behaviour] {
  /// Takes the first line that fits a request and counts it.
  mutating func take(for endpoint: Endpoint) -> Fault? {
    guard let index = firstIndex(where: { $0.fits(endpoint) }) else { return nil }
    let fault = self[index].fault
    if let times = self[index].times {
      self[index].times = times - 1
      if times <= 1 { remove(at: index) }
    }
    return fault
  }
}

/// How a reply is streamed.
struct ReplyShape: Hashable, Sendable {
  /// How a stream ends.
  enum Ending: Hashable, Sendable {
    case complete, hang, cut
  }

  /// Pieces sent before the reply itself.
  var deltas = 0
  /// The pause before each piece, in milliseconds.
  var pauseMilliseconds = 0
  /// What follows the pieces.
  var ending = Ending.complete

  /// The shape that a fault wants; nil if the fault is not about the shape.
  init?(_ fault: Fault) {
    switch fault {
    case .drip(let deltas, let milliseconds):
      self.init(deltas: deltas, pauseMilliseconds: milliseconds)
    case .stall(let deltas): self.init(deltas: deltas, ending: .hang)
    case .cut(let deltas): self.init(deltas: deltas, ending: .cut)
    case .normal, .status, .unauthorized, .usageLimit, .slowDown, .hang, .drop, .delay,
      .failureEvent,
      .malformed, .huge, .refreshRefused:
      return nil
    }
  }

  /// A shape of its parts.
  init(deltas: Int = 0, pauseMilliseconds: Int = 0, ending: Ending = .complete) {
    self.deltas = max(0, deltas)
    self.pauseMilliseconds = max(0, pauseMilliseconds)
    self.ending = ending
  }

  /// Sends a whole body in this shape: half of it, in as many pieces as there are deltas.
  func steps(of whole: Data) -> [StandinAnswer.Step] {
    let sent = ending == .complete ? whole : whole.prefix(whole.count / 2)
    let size = max(1, sent.count / max(1, deltas))
    var steps: [StandinAnswer.Step] = []
    var rest = sent[...]
    while !rest.isEmpty {
      if pauseMilliseconds > 0 { steps.append(.pause(milliseconds: pauseMilliseconds)) }
      steps.append(.bytes(Data(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    return steps + closing
  }

  /// The step after the pieces, if the stream does not complete.
  var closing: [StandinAnswer.Step] {
    switch ending {
    case .complete: []
    case .hang: [.hang]
    case .cut: [.cut]
    }
  }
}
