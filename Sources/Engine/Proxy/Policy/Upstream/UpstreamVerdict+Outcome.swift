package import EngineCore

extension UpstreamVerdict {
  /// A 429 that asks for more patience than this is a limit, not a throttle: a minute, in seconds.
  private static let longestThrottle: Double = 60

  private static let limitWords: Set<String> = ["usage_limit_reached", "usage_limit_exceeded"]
  private static let planWords: Set<String> = ["usage_not_included", "insufficient_quota"]
  private static let overloadWords: Set<String> = [
    "server_is_overloaded", "slow_down", "overloaded", "overloaded_error", "server_overloaded",
  ]

  /// What `outcome` means at `now`.
  package init(_ outcome: UpstreamOutcome, at now: Date) {
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
