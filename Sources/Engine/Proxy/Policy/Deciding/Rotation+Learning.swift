package import EngineCore

extension Rotation {
  /// Learns from the outcome of a try, the same way wherever it came from. What is asked about an
  /// account, and what happens to an idle WebSocket, teaches nothing about whether it can serve.
  mutating func learn(
    _ verdict: UpstreamVerdict, _ outcome: UpstreamOutcome, of account: AccountID,
    course: RequestCourse, at now: Moment
  ) -> [Lesson] {
    let readings = learnHeaders(outcome, verdict, of: account, at: now)
    let isIdle = course.facts.kind == .socket && course.isServing && !course.hasTurn
    if course.facts.kind == .backend || isIdle {
      guard case .tokenUnavailable(isDead: true) = verdict else { return readings }
    }
    return readings + lessons(of: verdict, on: account, course: course, at: now)
  }

  /// What a verdict teaches about an account.
  mutating func lessons(
    of verdict: UpstreamVerdict, on account: AccountID, course: RequestCourse, at now: Moment
  ) -> [Lesson] {
    switch verdict {
    case .succeeded:
      cooldowns.forgive(account)
      outage.end()
      health.serve(account, model: course.facts.model)
      return [Lesson(.served, of: account, cause: "it served a request to its end")]
    case .usageLimit(let limit):
      return mark(account, limit, model: course.facts.model, at: now)
    case .refused(let refusal):
      health.mark(
        account, cause: refusal.clause, until: nil, windows: windows(of: account), at: now.wall)
      return [Lesson(.blocked(until: nil), of: account, cause: refusal.clause)]
    case .throttled(let pause):
      guard let pause else { return rest(account, model: course.facts.model, at: now) }
      guard pause >= Failover.shortPause else { return [] }
      cooldowns.begin(account, asked: pause, at: now.uptime)
      return restLesson(account, cause: "the backend throttled the request (429)", at: now)
    case .unauthorized:
      return course.renewed.contains(account) ? refusedFresh(account, at: now) : []
    case .tokenUnavailable(isDead: true):
      health.expire(account)
      return [Lesson(.expired, of: account, cause: "its sign-in cannot be renewed")]
    case .serverFault, .stalled, .cut, .tokenUnavailable:
      guard let fault = verdict.fault else { return [] }
      return failed(account, fault, model: course.facts.model, at: now)
    case .serving, .clientFault, .foreignHistory, .staleConnection, .upgradeRefused: return []
    }
  }

  /// An account's windows as the pool knows them.
  private func windows(of account: AccountID) -> [QuotaWindow] {
    candidates.first { $0.id == account }?.reading?.windows ?? []
  }

  private mutating func mark(
    _ account: AccountID, _ limit: UsageLimit, model: String?, at now: Moment
  ) -> [Lesson] {
    // The limit of one model's family says nothing about the others.
    if limit.family != nil {
      guard let model else { return [] }
      health.mark(
        account, cause: "its limit for \(PrintableText.shortened(model, to: 40)) is reached",
        until: limit.resetsAt, model: model, at: now.wall)
      return []
    }
    let cause = "its usage limit is reached"
    health.mark(
      account, cause: cause, until: limit.resetsAt, windows: windows(of: account), at: now.wall)
    return [Lesson(.blocked(until: limit.resetsAt), of: account, cause: cause)]
  }

  /// One account whose fresh token is refused has expired. A second one at the same time shows that
  /// something else is wrong; no revoked token may take the whole pool with it.
  private mutating func refusedFresh(_ account: AccountID, at now: Moment) -> [Lesson] {
    let fault = ServerFault.refusesFreshTokens
    let others = outage.others(than: account, with: fault, at: now.uptime)
    _ = outage.note(fault, on: account, at: now.uptime)
    guard others == 0 else { return [] }
    health.expire(account)
    return [Lesson(.expired, of: account, cause: "its token is refused even when fresh")]
  }

  private mutating func failed(
    _ account: AccountID, _ fault: ServerFault, model: String?, at now: Moment
  ) -> [Lesson] {
    let alike = outage.note(fault, on: account, at: now.uptime)
    // It is not their fault: none of them has to rest for it.
    for other in alike { cooldowns.interrupt(other, at: now.uptime) }
    return alike.isEmpty ? rest(account, model: model, at: now) : []
  }

  private mutating func rest(_ account: AccountID, model: String?, at now: Moment) -> [Lesson] {
    guard !isLastUsable(account, model: model, at: now) else { return [] }
    cooldowns.begin(account, at: now.uptime)
    return restLesson(account, cause: "it failed for a moment", at: now)
  }

  private func restLesson(_ account: AccountID, cause: String, at now: Moment) -> [Lesson] {
    cooldowns.ends(at: now)[account].map {
      [Lesson(.resting(until: $0), of: account, cause: cause)]
    } ?? []
  }

  /// Learns from an answer's headers, whatever its status.
  private mutating func learnHeaders(
    _ outcome: UpstreamOutcome, _ verdict: UpstreamVerdict, of account: AccountID, at now: Moment
  ) -> [Lesson] {
    guard case .answered(let answer) = outcome else { return [] }
    turnStates.learn(from: answer.headers, of: account, at: now.wall)
    let named = RateLimitHeaders.reading(answer.headers, isServed: verdict.isServed, at: now.wall)
    guard var reading = named else { return [] }
    if reading.isRefused && reading.usedUpWindows.isEmpty {
      // The limit is another one: the account's mark holds until its end, the reading would forever.
      reading = RateLimitHeaders.reading(answer.headers, isServed: nil, at: now.wall) ?? reading
    }
    health.take(reading, of: account, at: now.wall)
    return [Lesson(.reading(reading), of: account, cause: "its answer named its windows")]
  }
}

extension UpstreamVerdict {
  /// Whether this shows the account allowed or used up; nil if it shows neither.
  fileprivate var isServed: Bool? {
    switch self {
    case .serving, .succeeded: true
    case .usageLimit(let limit): limit.family == nil ? false : nil
    case .throttled, .unauthorized, .tokenUnavailable, .refused, .clientFault, .foreignHistory,
      .serverFault, .staleConnection, .upgradeRefused, .stalled, .cut:
      nil
    }
  }
}

/// Something learned about an account, to be kept on disk and told.
package struct Lesson: Hashable, Sendable {
  /// What was learned.
  package enum Kind: Hashable, Sendable {
    /// Its quota.
    case reading(QuotaReading)
    /// It is refused or used up; the end is nil if the server named none.
    case blocked(until: Date?)
    /// Its sign-in is dead.
    case expired
    /// It rests after a transient error until then.
    case resting(until: Date)
    /// It served a request to its end.
    case served
    /// A conversation has its home on it now.
    case home(ConversationKey)
  }

  /// The account.
  package let account: AccountID
  /// What was learned.
  package let kind: Kind
  /// One clause for people: why.
  package let cause: String

  /// A lesson of its parts.
  package init(_ kind: Kind, of account: AccountID, cause: String) {
    self.account = account
    self.kind = kind
    self.cause = cause
  }
}
