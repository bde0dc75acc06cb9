package import EngineCore

/// What to do with a request: wait, try again, move, pass the answer on, or say why not. Pure: the same
/// course, verdict and outlook give the same decision.
enum Failover {
  /// Shorter throttles are waited out on the same account.
  static let shortPause = Duration.seconds(2)

  /// What to do with a request that has just come, or was woken.
  static func start(
    _ course: RequestCourse, outlook: Outlook, at now: Moment
  ) -> Decision {
    settled(place(course, outlook: outlook, because: "it has just come", at: now), for: course)
  }

  /// What to do after a try.
  ///
  /// - Parameters:
  ///   - course: The request's way so far.
  ///   - verdict: What the try's outcome means.
  ///   - outlook: What the pool has to offer, after the lesson was learned; looked at only where it counts.
  ///   - jitter: 0 to 1, by chance, so that clients do not come back all at once.
  ///   - now: The moment.
  /// - Returns: What to do, and why.
  static func decision(
    for course: RequestCourse, after verdict: UpstreamVerdict, outlook: @autoclosure () -> Outlook,
    jitter: Double, at now: Moment
  ) -> Decision {
    if case .serving = verdict { return Decision(.stream, because: "The backend serves it.") }
    if case .succeeded = verdict { return Decision(.finish, because: "It ended as it should.") }
    if course.facts.kind == .socket && course.isServing {
      return socketDecision(for: course, after: verdict)
    }
    if course.hasOutput { return streamDecision(after: verdict) }
    let tried = Tried(course: course, outlook: outlook(), jitter: jitter, now: now)
    return settled(tried.decision(after: verdict), for: course)
  }

  /// A place for a request that no account is trying: the next account, the queue, or an answer.
  static func place(
    _ course: RequestCourse, outlook: Outlook, because cause: String, after pause: Duration = .zero,
    at now: Moment
  ) -> Decision {
    if let next = outlook.next {
      guard course.budget.allows(after: pause, at: now.uptime) else {
        return Decision(
          .answer(.triesSpent), because: "Out of tries, with accounts left: \(cause)."
        )
      }
      let way = next == outlook.owner ? "its conversation's own account" : "the best account"
      return Decision(
        .send(course.attempt(on: next, after: pause)), because: "Going to \(way): \(cause).",
        cause: cause)
    }
    if let soonest = outlook.soonest {
      if soonest < course.budget.deadline && course.budget.allows(at: now.uptime) {
        return Decision(.wait, because: "Waiting for an account to become available: \(cause).")
      }
      if outlook.isSoonestResting {
        return Decision(
          .answer(.throttled(soonest - now.uptime)),
          because: "Every account is throttled: \(cause).")
      }
    }
    guard outlook.isSomeoneSignedIn else {
      return Decision(
        .answer(.signInNeeded), because: "No account of the pool is signed in and enabled.")
    }
    return Decision(
      .answer(.exhausted(resetsAt: outlook.resetsAt, at: now.wall)),
      because: "No account can be used now: \(cause).")
  }

  /// After output nothing moves any more.
  private static func streamDecision(after verdict: UpstreamVerdict) -> Decision {
    switch verdict {
    case .stalled:
      Decision(
        .endStream, because: "The stream stalled; an error event makes codex retry.",
        cause: verdict.clause)
    case .cut, .serverFault, .staleConnection:
      Decision(
        .endStream, because: "The stream broke; an error event makes codex retry.",
        cause: UpstreamVerdict.cut.clause)
    case .serving, .succeeded, .usageLimit, .throttled, .unauthorized, .tokenUnavailable, .refused,
      .clientFault, .foreignHistory, .upgradeRefused:
      Decision(.stream, because: "The answer has begun; what the backend says is passed on.")
    }
  }

  /// An open WebSocket is never moved: codex opens another and sends everything again.
  private static func socketDecision(
    for course: RequestCourse, after verdict: UpstreamVerdict
  ) -> Decision {
    switch verdict {
    case .stalled, .cut, .staleConnection, .tokenUnavailable, .upgradeRefused:
      return Decision(
        .closeSocket, because: "The WebSocket broke; codex opens another.",
        cause: verdict.clause)
    case .clientFault, .foreignHistory, .serving, .succeeded:
      return Decision(.stream, because: "The request itself is at fault; the frame is passed on.")
    case .usageLimit, .throttled, .unauthorized, .refused, .serverFault:
      guard course.hasOutput else {
        return Decision(
          .closeSocket,
          because: "The turn failed before any output; codex opens another WebSocket.",
          cause: verdict.clause)
      }
      return Decision(.stream, because: "The turn has output already; the frame is passed on.")
    }
  }

  /// What the client can make something of: a WebSocket that cannot be had is a 426 whatever the cause,
  /// and a path that holds a token is not to be written down on a 403 or 404.
  private static func settled(_ decision: Decision, for course: RequestCourse) -> Decision {
    switch decision.step {
    case .answer, .passThrough:
      if course.facts.kind == .socket {
        return withoutSocket(decision)
      }
      if case .passThrough(let status?) = decision.step, course.facts.hasTokenInPath,
        [403, 404].contains(status)
      {
        return Decision(.passThrough(status: 400), because: decision.reason)
      }
      return decision
    case .wait: return course.facts.kind == .socket ? withoutSocket(decision) : decision
    case .send(let attempt):
      let isLong = course.facts.kind == .socket && attempt.pause > shortPause
      return isLong ? withoutSocket(decision) : decision
    case .stream, .endStream, .closeSocket, .finish, .cancel: return decision
    }
  }

  /// codex gives a WebSocket 15 seconds to open, and HTTP as long as it takes.
  private static func withoutSocket(_ decision: Decision) -> Decision {
    Decision(.answer(.upgradeRequired), because: decision.reason + " codex takes HTTP.")
  }
}

/// What to do next with a request, and why.
package struct Decision: Hashable, Sendable {
  /// What to do.
  package enum Step: Hashable, Sendable {
    /// Send it to an account.
    case send(Attempt)
    /// Keep it until an account frees up.
    case wait
    /// Give the client the upstream's answer as it comes, or go on doing so.
    case stream
    /// Give the client the upstream's own answer, with another status where one is given.
    case passThrough(status: Int?)
    /// Answer without an upstream.
    case answer(LocalAnswer)
    /// End a stream that has begun with an error event, so that codex asks again.
    case endStream
    /// Swallow the frame and close the WebSocket without one: codex asks again, with everything.
    case closeSocket
    /// It is over.
    case finish
    /// No one waits for it any more: end the upstream's part at once.
    case cancel
  }

  /// What to do.
  package let step: Step
  /// Why: one sentence for the event log, without a secret.
  let reason: String
  /// What made it necessary: a clause for people without a full stop; the reason's own where it says no more.
  package let cause: String

  /// A decision of its parts.
  package init(_ step: Step, because reason: String, cause: String? = nil) {
    self.step = step
    self.reason = reason
    // By bytes: every request is decided about several times.
    let isSentence = reason.utf8.last == UInt8(ascii: ".")
    self.cause = cause ?? (isSentence ? String(Substring(reason.utf8.dropLast())) : reason)
  }

  /// Whether nothing more follows for this request.
  package var isFinal: Bool {
    switch step {
    case .send, .wait, .stream: false
    case .passThrough, .answer, .endStream, .closeSocket, .finish, .cancel: true
    }
  }
}

/// One try: which account, when, and how.
package struct Attempt: Hashable, Sendable {
  /// Which account serves it.
  package let account: AccountID
  /// Its place among the request's tries, from 1.
  let number: Int
  /// How long to wait before it.
  package let pause: Duration
  /// Whether the account's token is to be renewed first, because it was refused.
  package let needsNewToken: Bool
  /// Whether a kept connection must not be used.
  let needsNewConnection: Bool

  /// A try of its parts.
  init(
    account: AccountID, number: Int, pause: Duration = .zero, needsNewToken: Bool = false,
    needsNewConnection: Bool = false
  ) {
    self.account = account
    self.number = number
    self.pause = pause
    self.needsNewToken = needsNewToken
    self.needsNewConnection = needsNewConnection
  }
}

/// How much trying one request is worth: at most four tries of an upstream, and a minute in all.
struct Budget: Hashable, Sendable {
  /// The most tries.
  static let tries = 4
  /// The longest time from a request's arrival to its last try.
  static let time = Duration.seconds(60)

  /// When the request arrived, by the clock that never runs backwards.
  let startedAt: Duration
  /// Tries so far.
  private(set) var spent = 0

  /// A full budget.
  init(startedAt: Duration) {
    self.startedAt = startedAt
  }

  /// Notes that a try begins; it is never given back, whatever becomes of it.
  mutating func spendTry() {
    spent += 1
  }

  /// Whether another try may begin after `pause`.
  func allows(after pause: Duration = .zero, at now: Duration) -> Bool {
    spent < Self.tries && now + pause - startedAt < Self.time
  }

  /// When the time is over.
  var deadline: Duration { startedAt + Self.time }
}
