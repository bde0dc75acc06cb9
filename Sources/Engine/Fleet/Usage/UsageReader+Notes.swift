import EngineCore

/// What is written down after an attempt.
extension UsageReader {
  /// Stores a reading, lifts what it disproves, and tells it.
  func noted(_ reading: QuotaReading, for account: Account) -> ReadingOutcome {
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.store(reading, for: account.id)
      let now = surroundings.time.now()
      guard let refusal = try surroundings.conditions.conditions()[account.id]?.refusal,
        Self.isOver(refusal, by: reading, at: now)
      else { return }
      try surroundings.conditions.updateCondition(of: account.id) { condition in
        if condition.refusal == refusal { condition.note(nil) }
      }
    }
    let windows = reading.windows.map { "\($0.name) \(Percent.text(left: $0.leftPercent)) left" }
    let numbers = windows.isEmpty ? "no windows" : windows.joined(separator: ", ")
    tell(.readingTaken, account, "Quota read: \(numbers).")
    return .read(reading)
  }

  /// Stores a failure, marks what follows from it, and tells it.
  func noted(_ failure: UsageFailure, for account: Account) -> ReadingOutcome {
    if case .cancelled = failure.consequence { return .cancelled }
    let now = surroundings.time.now()
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.storeFailure(failure.report, at: now, for: account.id)
    }
    if !failure.isToldAlready { tell(.readingFailed, account, failure.report.message) }
    if case .blocked(let reason) = failure.consequence { block(account, reason: reason) }
    return .failed(failure.report, retryAt: failure.retryAt)
  }

  /// Notes the failure of an attempt that another client goes on with, without telling it: that one may
  /// succeed, and if nobody waits for it, this is the reason to show.
  func noteMeanwhile(_ failure: UsageFailure, for account: Account) {
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.storeFailure(
        failure.report, at: surroundings.time.now(), for: account.id)
    }
  }

  /// What is said of a reading that is still under way when nobody waits for it any longer: the failure
  /// that is known since `asked`, else that it is late.
  func late(_ account: Account, since asked: Date, limit: Duration) -> ReadingOutcome {
    if let known = (try? surroundings.readings.readings())?[account.id],
      let failure = known.failure, let at = known.failedAt, at >= asked
    {
      return .failed(failure, retryAt: nil)
    }
    let seconds = limit / .seconds(1)
    return noted(
      UsageFailure(ReadingError.timedOut(label: account.label.text, seconds: seconds)),
      for: account)
  }

  private func block(_ account: Account, reason: String) {
    write(for: account) { () throws(StoreError) in
      let known = try surroundings.conditions.conditions()[account.id] ?? AccountCondition()
      guard !known.isBlocked(at: surroundings.time.now()) else { return }
      try surroundings.conditions.updateCondition(of: account.id) { condition in
        // Without a moment: what refuses this call is over when this call succeeds, not before.
        condition.note(Refusal(cause: reason, seenAt: nil, until: nil))
      }
      tell(.accountBlocked, account, "\(account.label) is blocked: \(reason).")
    }
  }

  /// Whether a refusal is over now that a reading has just been taken. One without a moment is older than that.
  private static func isOver(_ refusal: Refusal, by reading: QuotaReading, at now: Date) -> Bool {
    if refusal.seenAt == nil, reading.isAllowed == true, !reading.isRefused { return true }
    return !refusal.holds(against: reading, at: now)
  }

  /// Writes to the store. A full disk costs the note, never the reading itself; the event says so.
  private func write(for account: Account, _ body: () throws(StoreError) -> Void) {
    do {
      try body()
    } catch {
      tell(.warning, account, error.message)
    }
  }

  private func tell(_ kind: EngineEvent.Kind, _ account: Account, _ message: String) {
    surroundings.events.record(
      EngineEvent(at: surroundings.time.now(), kind: kind, about: account, message: message))
  }
}
