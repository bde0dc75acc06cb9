import EngineCore

@testable import EngineProxyPolicy

/// A moment some seconds after the tests' beginning of time.
func moment(_ seconds: Double = 0) -> Moment {
  Moment(wall: start + seconds, uptime: .milliseconds(Int(seconds * 1_000)))
}

/// The tests' beginning of time.
let start = Date(timeIntervalSince1970: 1_790_000_000)

/// Seconds of a week.
let week = 604_800

/// An account that can serve, with so much used of its week.
func candidate(
  _ name: String, used: Double = 10, resetsIn: Double = 86_400, readAt: Date = start
) -> Candidate {
  Candidate(
    id: AccountID(name), label: name,
    reading: QuotaReading(
      readAt: readAt, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: week, usedPercent: used, resetsAt: readAt + resetsIn)
      ]))
}

/// An error body in the backend's shape.
func errorBody(_ code: String, _ members: String = "") -> [UInt8] {
  Array(#"{"error":{"type":"\#(code)","message":"words"\#(members)}}"#.utf8)
}

func answered(
  _ status: Int, _ code: String? = nil, members: String = "", headers: [HTTPField] = []
) -> UpstreamOutcome {
  .answered(
    UpstreamAnswer(
      status: status, headers: headers, body: code.map { errorBody($0, members) } ?? []))
}

func key(_ name: String) -> ConversationKey {
  guard let key = ConversationKey(identifier: name) else {
    preconditionFailure("\(name) names no conversation.")
  }
  return key
}

/// What a request of the tests asks for.
func facts(
  _ kind: RequestFacts.Kind = .model, conversation: String? = nil, model: String? = nil,
  isRepeatable: Bool = true, hasTokenInPath: Bool = false
) -> RequestFacts {
  RequestFacts(
    kind: kind, conversation: conversation.flatMap { ConversationKey(identifier: $0) },
    client: "laptop", model: model, isRepeatable: isRepeatable,
    hasTokenInPath: hasTokenInPath)
}

/// An account's limit with a reset at a moment.
let usageLimit = answered(429, "usage_limit_reached", members: #","resets_at":1790003600"#)

/// An account's limit with a reset in so many seconds.
func limited(_ seconds: Int) -> UpstreamOutcome {
  answered(429, "usage_limit_reached", members: #","resets_in_seconds":\#(seconds)"#)
}
