import EngineCore

/// What the outcome of a try means for the request and for the account.
enum UpstreamVerdict: Hashable, Sendable {
  /// It streams, or a WebSocket is open.
  case serving
  /// The stream ended as it should: only this counts as success.
  case succeeded
  /// The account's quota is used up.
  case usageLimit(UsageLimit)
  /// Too much at once; wait so long, nil if nothing was said.
  case throttled(Duration?)
  /// The token was refused.
  case unauthorized
  /// The token cannot be renewed; `isDead` if it never will be.
  case tokenUnavailable(isDead: Bool)
  /// The account is refused.
  case refused(AccountRefusal)
  /// The request itself is wrong; another account would say the same.
  case clientFault(status: Int)
  /// The conversation's encrypted history belongs to another account's organization.
  case foreignHistory
  /// The backend, or the way to it, is in trouble.
  case serverFault(ServerFault)
  /// A kept connection had died; nothing of an answer was seen.
  case staleConnection
  /// The WebSocket is not to be had here.
  case upgradeRefused
  /// The stream stopped.
  case stalled
  /// The stream broke off.
  case cut
}

extension UpstreamVerdict {
  /// What the try came to, for people: a clause without a full stop and without a secret.
  var clause: String {
    switch self {
    case .serving: "the backend serves it"
    case .succeeded: "it ended as it should"
    case .usageLimit: "the account's usage limit is reached"
    case .throttled: "the account is throttled (429)"
    case .unauthorized: "the account's token is refused"
    case .tokenUnavailable(let isDead):
      isDead ? "the account's sign-in has expired" : "the account's token cannot be renewed now"
    case .refused(let refusal): "the account is refused: \(refusal.clause)"
    case .clientFault(let status): "the request itself was refused with \(status)"
    case .foreignHistory: "the history belongs to the conversation's first account"
    case .serverFault(let fault): fault.clause
    case .staleConnection: ServerFault.closed.clause
    case .upgradeRefused: "the backend offers no WebSocket now"
    case .stalled: "its stream stalled"
    case .cut: "its stream broke"
    }
  }
}

extension UpstreamVerdict {
  /// The trouble of the backend that this is counted as, nil if it is none.
  var fault: ServerFault? {
    switch self {
    case .serverFault(let fault): fault
    case .stalled: .timedOut
    case .cut: .closed
    case .unauthorized: .refusesFreshTokens
    case .tokenUnavailable(let isDead): isDead ? nil : .noToken
    case .serving, .succeeded, .usageLimit, .throttled, .refused, .clientFault, .foreignHistory,
      .staleConnection, .upgradeRefused:
      nil
    }
  }
}

extension UpstreamVerdict {
  /// A 429 that asks for more patience than this is a limit, not a throttle: a minute, in seconds.
  private static let longestThrottle: Double = 60

  private static let limitWords: Set<String> = ["usage_limit_reached", "usage_limit_exceeded"]
  private static let planWords: Set<String> = ["usage_not_included", "insufficient_quota"]
  private static let overloadWords: Set<String> = [
    "server_is_overloaded", "slow_down", "overloaded", "overloaded_error", "server_overloaded",
  ]

  /// What `outcome` means at `now`.
  init(_ outcome: UpstreamOutcome, at now: Date) {
    self =
      switch outcome {
      case .answered(let answer): Self.verdict(on: answer, at: now)
      case .failedInStream(let failure): Self.verdict(on: failure, at: now)
      case .failedToConnect: .serverFault(.unreachable)
      case .timedOutConnecting, .timedOutBeforeHead: .serverFault(.timedOut)
      case .closedBeforeHead(let wasReused): wasReused ? .staleConnection : .serverFault(.closed)
      case .stalled: .stalled
      case .cut: .cut
      case .ended: .succeeded
      case .tokenUnavailable(let isDead): .tokenUnavailable(isDead: isDead)
      }
  }

  private static func verdict(on answer: UpstreamAnswer, at now: Date) -> UpstreamVerdict {
    let detail = ErrorDetail(body: answer.body)
    switch answer.status {
    case 100..<400: return .serving
    case 401: return detail.mentions(["deactivated"]) ? .refused(.deactivated) : .unauthorized
    case 402: return .refused(refusal(in: detail) ?? .payment)
    case 403: return refusal(in: detail).map { .refused($0) } ?? .clientFault(status: 403)
    case 426: return .upgradeRefused
    case 429: return tooMany(detail, headers: answer.headers, at: now)
    case 400..<500:
      return detail.says(["invalid_encrypted_content"])
        ? .foreignHistory : .clientFault(status: answer.status)
    default:
      return .serverFault(detail.says(overloadWords) ? .overloaded : .status(answer.status))
    }
  }

  private static func tooMany(
    _ detail: ErrorDetail, headers: [HTTPField], at now: Date
  ) -> UpstreamVerdict {
    if detail.says(planWords) { return .refused(.plan) }
    let pause = ResetTime.retryAfter(headers, at: now).map { $0.timeIntervalSince(now) }
    let isUsedUp = detail.codes.isEmpty && RateLimitHeaders.usedUpReset(headers, at: now) != nil
    if detail.says(limitWords) || isUsedUp || (pause ?? 0) > longestThrottle {
      return .usageLimit(
        UsageLimit(
          resetsAt: ResetTime.usageLimit(detail, headers: headers, at: now),
          family: RateLimitHeaders.activeFamily(headers)))
    }
    if detail.says(overloadWords) { return .serverFault(.overloaded) }
    return .throttled(pause.map { .milliseconds(Int(($0 * 1_000).rounded(.up))) })
  }

  private static func verdict(on failure: StreamFailure, at now: Date) -> UpstreamVerdict {
    if limitWords.contains(failure.code) {
      return .usageLimit(
        UsageLimit(
          resetsAt: failure.resetsAt ?? RateLimitHeaders.usedUpReset(failure.headers, at: now)
            ?? ResetTime.retryAfter(failure.headers, at: now),
          family: RateLimitHeaders.activeFamily(failure.headers)))
    }
    if planWords.contains(failure.code) { return .refused(.plan) }
    if overloadWords.contains(failure.code) { return .serverFault(.overloaded) }
    if failure.code == "invalid_encrypted_content" { return .foreignHistory }
    switch failure.status {
    case 401?: return .unauthorized
    case 402?: return .refused(.payment)
    case 429?:
      let pause = ResetTime.retryAfter(failure.headers, at: now)?.timeIntervalSince(now)
      return .throttled(pause.map { .milliseconds(Int(($0 * 1_000).rounded(.up))) })
    case .some(500...): return .serverFault(.status(failure.status ?? 500))
    case .some, nil: break
    }
    switch failure.code {
    case "rate_limit_exceeded": return .throttled(nil)
    case "server_error", "internal_server_error": return .serverFault(.status(500))
    default: return .clientFault(status: failure.status ?? 400)
    }
  }

  /// The refusal of an account that the words of a 402 or 403 name; nil if they name none. The free
  /// text of an error decides nothing, and a web page has no words.
  private static func refusal(in detail: ErrorDetail) -> AccountRefusal? {
    if detail.mentions(["deactivated_workspace", "workspace"]) { return .workspace }
    if detail.mentions(["deactivated", "suspended", "banned"]) { return .deactivated }
    if detail.mentions(["payment", "billing", "past_due"]) { return .payment }
    if detail.says(planWords) || detail.mentions(["plan", "subscription"]) { return .plan }
    return nil
  }
}

/// Why the backend refuses an account, whatever is left of its quota.
enum AccountRefusal: String, Hashable, Sendable, Codable {
  /// The plan does not include codex, or has run out of what it pays with.
  case plan
  /// The workspace refuses, or is no more.
  case workspace
  /// Payment is needed.
  case payment
  /// The account was closed or suspended.
  case deactivated

  /// What happened: a clause for people.
  var clause: String {
    switch self {
    case .plan: "its plan does not include this"
    case .workspace: "its workspace refuses it"
    case .payment: "payment is needed"
    case .deactivated: "it was deactivated"
    }
  }
}

/// A usage limit that the backend says is reached.
struct UsageLimit: Hashable, Sendable {
  /// When it ends, nil if nothing that makes sense was said.
  let resetsAt: Date?
  /// The family of the limit when it is not the main one: only its models are out.
  let family: String?

  /// A limit of its parts.
  init(resetsAt: Date?, family: String? = nil) {
    self.resetsAt = resetsAt
    self.family = family
  }
}
