import EngineCore
import TestSupport

@testable import EngineProxyPolicy

/// A backend of several accounts with scripted troubles, on a clock of its own.
struct SimulatedBackend {
  /// One kind of trouble of one account, or of all, for some time.
  struct Trouble {
    enum Kind: CaseIterable {
      case limit, throttle, errors, hanging, dropping, unreachable, unauthorized, refusedPlan
      case limitInStream, overloadInStream, cutting, stalling, foreignHistory
    }

    let account: Int?
    let kind: Kind
    let from: Double
    let until: Double
  }

  let accounts: [AccountID]
  let troubles: [Trouble]
  private let random: SeededRandom

  /// Several accounts, each with every kind of trouble at some time within `days`, and every kind of
  /// trouble of the backend's own for all of them.
  init(accounts count: Int, days: Double, random: SeededRandom) {
    accounts = (0..<count).map { AccountID("account-\($0)") }
    self.random = random
    var troubles: [Trouble] = []
    let owners: [Int?] = (0..<count).map { $0 } + [nil]
    for owner in owners {
      for kind in Trouble.Kind.allCases where owner != nil || Self.isCommon(kind) {
        for _ in 0..<2 {
          let from = random.factor(in: 0...1) * days * 86_400
          let longest = owner == nil ? 60.0 : kind == .limit ? 18_000 : 900
          let length = 10 + random.factor(in: 0...1) * longest
          troubles.append(Trouble(account: owner, kind: kind, from: from, until: from + length))
        }
      }
    }
    self.troubles = troubles
  }

  /// What becomes of a try that begins at `time`, and after how many seconds: first what comes instead
  /// of output, nil for a stream that begins; then what ends the stream.
  func answer(
    of account: AccountID, to attempt: Attempt, at time: Double
  ) -> (outcome: UpstreamOutcome, after: Double, end: UpstreamOutcome) {
    let quick = 0.05 + random.factor(in: 0...1) * 0.5
    guard let trouble = trouble(of: account, at: time) else {
      return (answered(200), quick, .ended)
    }
    let left = max(1, Int(trouble.until - time))
    switch trouble.kind {
    case .limit:
      let members = ",\"resets_in_seconds\":\(left)"
      return (answered(429, "usage_limit_reached", members: members), quick, .ended)
    case .throttle:
      let wait = HTTPField("retry-after", "\(1 + left % 12)")
      return (answered(429, "rate_limit_exceeded", headers: [wait]), quick, .ended)
    case .errors: return (answered(500), quick, .ended)
    case .hanging: return (.timedOutBeforeHead, 25, .ended)
    case .dropping:
      return (.closedBeforeHead(wasReused: !attempt.needsNewConnection), quick, .ended)
    case .unreachable: return (.timedOutConnecting, 10, .ended)
    case .unauthorized:
      return attempt.needsNewToken
        ? (.tokenUnavailable(isDead: true), quick, .ended) : (answered(401), quick, .ended)
    case .refusedPlan: return (answered(403, "plan_not_supported"), quick, .ended)
    case .limitInStream:
      return (.failedInStream(StreamFailure(code: "usage_limit_reached")), quick, .ended)
    case .overloadInStream:
      return (.failedInStream(StreamFailure(code: "slow_down")), quick, .ended)
    case .cutting: return (answered(200), quick, .cut)
    case .stalling: return (answered(200), quick, .stalled)
    case .foreignHistory: return (answered(400, "invalid_encrypted_content"), quick, .ended)
    }
  }

  /// Whether nothing troubles an account at `time`.
  func isWell(_ account: AccountID, at time: Double) -> Bool {
    trouble(of: account, at: time) == nil
  }

  private func trouble(of account: AccountID, at time: Double) -> Trouble? {
    let number = accounts.firstIndex(of: account)
    return troubles.first {
      ($0.account == nil || $0.account == number) && $0.from <= time && time < $0.until
    }
  }

  private static func isCommon(_ kind: Trouble.Kind) -> Bool {
    switch kind {
    case .errors, .hanging, .unreachable, .dropping, .overloadInStream: true
    case .limit, .throttle, .unauthorized, .refusedPlan, .limitInStream, .cutting, .stalling,
      .foreignHistory:
      false
    }
  }
}
