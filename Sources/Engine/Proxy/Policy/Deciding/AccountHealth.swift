package import EngineCore

/// What answers have taught about accounts since their candidates were last read: limits, refusals and
/// dead sign-ins. Each mark holds until its time, until the opposite is seen, or until a person acted.
package struct AccountHealth: Hashable, Sendable {
  /// Why an account is not used.
  package struct Mark: Hashable, Sendable {
    /// The refusal, which says how long it is believed.
    let refusal: Refusal
    /// When it is tried again, as far as readings tell.
    fileprivate(set) var retryAt: Date

    /// The cause: a clause for people.
    package var cause: String { refusal.cause }
    /// When it ends as the server said it; nil if it did not.
    var until: Date? { refusal.until }

    /// Whether it holds at `now`.
    func holds(at now: Date) -> Bool { retryAt > now }
  }

  /// Counts whatever changes who can serve.
  private(set) var version = 0

  private var marks: [AccountID: Mark] = [:]
  private var modelMarks: [AccountID: [String: Mark]] = [:]
  private var expired: Set<AccountID> = []
  private var readings: [AccountID: QuotaReading] = [:]

  /// Nothing was learned yet.
  init() {}

  /// Notes that an account is not to be used; a newer mark replaces an older one, also by a nearer end.
  ///
  /// - Parameters:
  ///   - account: The account.
  ///   - cause: A clause for people.
  ///   - until: When it ends as the server said it, nil if it did not.
  ///   - model: The model it is about, nil for all.
  ///   - windows: The account's windows as the pool knows them, where no answer has named any.
  ///   - now: The wall clock.
  mutating func mark(
    _ account: AccountID, cause: String, until: Date?, model: String? = nil,
    windows: [QuotaWindow] = [], at now: Date
  ) {
    version += 1
    let refusal = Refusal(
      cause: cause, seenAt: now, until: until, windows: readings[account]?.windows ?? windows)
    let mark = Mark(
      refusal: refusal, retryAt: refusal.end(against: nil, at: now) ?? now + Refusal.probeSeconds)
    if let model {
      modelMarks[account, default: [:]][model] = mark
    } else {
      marks[account] = mark
    }
  }

  /// Notes a dead sign-in.
  mutating func expire(_ account: AccountID) {
    version += 1
    expired.insert(account)
  }

  /// Notes that someone signed in again, or switched the account on again: everything is forgiven.
  mutating func renew(_ account: AccountID) {
    version += 1
    expired.remove(account)
    marks[account] = nil
    modelMarks[account] = nil
  }

  /// Notes that an account served a request to its end.
  mutating func serve(_ account: AccountID, model: String?) {
    let isMarked = marks[account] != nil || model.flatMap { modelMarks[account]?[$0] } != nil
    guard isMarked else { return }
    version += 1
    marks[account] = nil
    if let model { modelMarks[account]?[model] = nil }
  }

  /// Takes a newer reading, which may end a mark or bring its end nearer.
  mutating func take(_ reading: QuotaReading, of account: AccountID, at now: Date) {
    let isNewest =
      readings[account].map { $0.readAt <= reading.readAt || $0.isFromFuture(at: now) } ?? true
    guard isNewest else { return }
    let isNews = readings[account].map { $0.isRefused != reading.isRefused } ?? true
    readings[account] = reading.completed(by: readings[account])
    if isNews || marks[account] != nil { version += 1 }
    guard let mark = marks[account] else { return }
    if mark.refusal.holds(against: reading, at: now) {
      marks[account]?.retryAt = mark.refusal.end(against: reading, at: now) ?? mark.retryAt
    } else {
      marks[account] = nil
    }
  }

  /// A candidate as it stands with everything learned.
  func applied(to candidate: Candidate, model: String?, at now: Date) -> Candidate {
    var result = candidate
    if expired.contains(candidate.id) { result.isExpired = true }
    if let reading = readings[candidate.id],
      candidate.reading.map({ $0.readAt < reading.readAt }) ?? true
    {
      result.reading = reading.completed(by: candidate.reading)
    }
    if let mark = mark(on: candidate.id, model: model, at: now) {
      // It was weighed against readings already, and one of a model is not about the main windows.
      result.condition.note(Refusal(cause: mark.cause, seenAt: nil, until: mark.until))
    }
    return result
  }

  /// The mark that keeps an account from serving a model at `now`.
  package func mark(on account: AccountID, model: String?, at now: Date) -> Mark? {
    let all = [marks[account], model.flatMap { modelMarks[account]?[$0] }]
    return all.compactMap { $0 }.filter { $0.holds(at: now) }.max { $0.retryAt < $1.retryAt }
  }

  /// Forgets accounts that are no more.
  mutating func keep(only accounts: Set<AccountID>) {
    marks = marks.filter { accounts.contains($0.key) }
    modelMarks = modelMarks.filter { accounts.contains($0.key) }
    readings = readings.filter { accounts.contains($0.key) }
    expired.formIntersection(accounts)
  }
}
