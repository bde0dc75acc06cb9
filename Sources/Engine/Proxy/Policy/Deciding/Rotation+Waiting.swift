package import EngineCore

extension Rotation {
  /// The account that a new conversation would go to, nil if none can serve.
  package mutating func favourite(at now: Moment) -> AccountID? {
    view(model: nil, at: now).able.first
  }

  /// Until when a request's greetings are worth holding back: as long as it could still move. Nil if it
  /// cannot, and what was held is to be passed on at once.
  package func holdDeadline(of number: RequestNumber, at now: Moment) -> Duration? {
    guard let course = courses[number], course.facts.kind == .model, course.isReplayable,
      course.budget.allows(at: now.uptime)
    else { return nil }
    return course.budget.deadline
  }

  /// When `timePassed` is to be sent at the latest, nil if nobody waits.
  package mutating func nextWake(at now: Moment) -> Duration? {
    guard queue.count > 0 else { return nil }
    let waiting = queue.requests.compactMap { courses[$0] }
    let ends = waiting.compactMap { outlook(for: $0, at: now).soonest }
    return (ends + waiting.map(\.budget.deadline)).min()
  }

  /// Requests that wait and can go now, in the order in which they came, and those whose time is over.
  mutating func wakened(at now: Moment) -> [RotationAction] {
    guard queue.count > 0 else { return [] }
    return queue.requests.compactMap { number in
      guard let course = courses[number] else { return nil }
      let decision = Failover.start(course, outlook: outlook(for: course, at: now), at: now)
      if case .wait = decision.step { return nil }
      return carriedOut(decision, for: number)
    }
  }
}
