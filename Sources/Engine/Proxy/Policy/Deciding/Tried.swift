import EngineCore

/// A request after a try of which the client has seen nothing: it may still move.
struct Tried {
  /// Its way so far.
  let course: RequestCourse
  /// What the pool has to offer.
  let outlook: Outlook
  /// 0 to 1, by chance.
  let jitter: Double
  /// The moment.
  let now: Moment

  /// What to do with it.
  func decision(after verdict: UpstreamVerdict) -> Decision {
    switch verdict {
    case .serving, .succeeded: Decision(.stream, because: "The backend serves it.")
    case .usageLimit: moved(because: verdict.clause, status: 429)
    case .refused: moved(because: verdict.clause, status: 403)
    case .throttled(let pause): afterThrottle(pause)
    case .unauthorized: afterRefusedToken
    case .tokenUnavailable(let isDead):
      isDead
        ? moved(because: verdict.clause, status: nil)
        : again(after: .noToken)
    case .clientFault(let status):
      Decision(
        .passThrough(status: status), because: "The request itself was refused with \(status).")
    case .foreignHistory: afterForeignHistory
    case .staleConnection: afterStaleConnection
    case .upgradeRefused:
      Decision(.answer(.upgradeRequired), because: "The backend offers no WebSocket now.")
    case .serverFault(let fault): again(after: fault)
    case .stalled: again(after: .timedOut)
    case .cut: again(after: .closed)
    }
  }

  // MARK: - One rule each

  private func moved(because cause: String, status: Int?) -> Decision {
    guard course.isReplayable else { return givenBack(because: "\(cause), and its body is gone") }
    // What is asked about an account is answered about that account, and not about another.
    if course.facts.kind == .backend && status != nil {
      return Decision(
        .passThrough(status: nil), because: "The backend's answer is passed on: \(cause).")
    }
    return Failover.place(course, outlook: outlook, because: cause, at: now)
  }

  private func afterThrottle(_ pause: Duration?) -> Decision {
    if course.facts.kind == .backend {
      return Decision(.passThrough(status: nil), because: "The backend is throttling (429).")
    }
    let isShort = pause.map { $0 < Failover.shortPause } ?? false
    if let pause, let current = course.current, course.isReplayable,
      isShort || outlook.next == nil, course.budget.allows(after: pause, at: now.uptime)
    {
      return Decision(
        .send(course.attempt(on: current, after: pause)),
        because: "The account is throttled briefly (429); waiting.")
    }
    guard outlook.next != nil, course.isReplayable else {
      return Decision(.answer(.throttled(pause)), because: "The account is throttled (429).")
    }
    return moved(because: UpstreamVerdict.throttled(pause).clause, status: 429)
  }

  private var afterRefusedToken: Decision {
    guard let current = course.current, !course.renewed.contains(current) else {
      return outlook.isBackendDown
        ? Decision(
          .answer(.backendDown(.refusesFreshTokens)),
          because: "Several accounts' fresh tokens were refused: the backend is at fault.")
        : moved(because: "its token is refused even when fresh", status: 401)
    }
    guard course.isReplayable, course.budget.allows(at: now.uptime) else {
      return givenBack(because: "its token was refused")
    }
    return Decision(
      .send(course.attempt(on: current, needsNewToken: true)),
      because: "The account's token was refused; it is renewed once.")
  }

  private var afterForeignHistory: Decision {
    guard let owner = outlook.owner, owner != course.current else {
      return Decision(
        .passThrough(status: 400),
        because: "The conversation's history cannot be read anywhere else.")
    }
    guard outlook.ownerCanServe, course.strangers == 1, course.isReplayable,
      course.budget.allows(at: now.uptime)
    else {
      return Decision(
        .answer(.foreignHistory),
        because: "The history belongs to the conversation's first account, which cannot serve now.")
    }
    return Decision(
      .send(course.attempt(on: owner)),
      because: "The history belongs to the conversation's first account; returning to it.",
      cause: UpstreamVerdict.foreignHistory.clause)
  }

  private var afterStaleConnection: Decision {
    guard let current = course.current, !course.reconnected.contains(current), course.isReplayable,
      course.budget.allows(at: now.uptime)
    else { return again(after: .closed) }
    return Decision(
      .send(course.attempt(on: current, needsNewConnection: true)),
      because: "A kept-alive connection was stale; retrying on a new one.")
  }

  /// After a trouble that is not the account's.
  private func again(after fault: ServerFault) -> Decision {
    if outlook.isBackendDown {
      return Decision(
        .answer(.backendDown(fault)), because: "Several accounts fail alike: \(fault.clause).")
    }
    guard course.isReplayable, course.facts.isRepeatable || !fault.mayHaveHadEffect else {
      return givenBack(because: fault.clause, fault)
    }
    let pause = Self.pause(beforeTry: course.budget.spent + 1, jitter: jitter)
    guard course.budget.allows(after: pause, at: now.uptime) else {
      return givenBack(because: "its tries are spent and \(fault.clause)", fault)
    }
    if let next = outlook.next, course.facts.kind != .backend {
      return Decision(
        .send(course.attempt(on: next, after: pause)),
        because: "Moving to another account: \(fault.clause).",
        cause: fault.clause)
    }
    guard let current = course.current, outlook.currentCanServe else {
      return Failover.place(course, outlook: outlook, because: fault.clause, at: now)
    }
    return Decision(
      .send(course.attempt(on: current, after: pause)),
      because: "No other account is available; trying again: \(fault.clause).")
  }

  private func givenBack(because cause: String, _ fault: ServerFault? = nil) -> Decision {
    switch fault {
    case nil, .status?:
      Decision(.passThrough(status: nil), because: "The backend's answer is passed on: \(cause).")
    case .overloaded?, .unreachable?, .noToken?, .timedOut?, .closed?, .refusesFreshTokens?:
      Decision(.answer(.gaveUp(fault ?? .closed)), because: "Giving up: \(cause).")
    }
  }

  /// 100 ms before the second try, doubling, half as much more or less by chance.
  static func pause(beforeTry number: Int, jitter: Double) -> Duration {
    let factor = 0.5 + min(max(jitter, 0), 1)
    return .milliseconds(100) * (1 << min(max(number - 2, 0), 4)) * factor
  }
}
