package import EngineCore

/// Decides from the accounts as they are now what is worth telling. Pure: what was told before is the
/// business of the marks, so that any number of processes may decide the same.
package enum NoticeRules {
  /// The pool counts as next to empty at this many percent on average, and as recovered above the second
  /// number, so that it does not flap.
  static let poolLow = 10.0
  static let poolRecovered = 20.0
  /// A banked reset is told of this long before its end, in seconds: three days.
  static let resetWarning: Double = 3 * 86_400

  /// The steps for these accounts at one moment, in a fixed order.
  ///
  /// - Parameters:
  ///   - accounts: every account.
  ///   - now: the moment.
  ///   - timeZone: the zone in which moments are told.
  /// - Returns: The steps; the same accounts always give the same ones.
  package static func steps(
    for accounts: [WatchedAccount], at now: Date, in timeZone: ClockZone
  ) -> [NoticeStep] {
    accounts.flatMap { steps(for: $0, at: now, in: timeZone) } + poolSteps(accounts)
  }

  private static func steps(
    for account: WatchedAccount, at now: Date, in timeZone: ClockZone
  ) -> [NoticeStep] {
    let (label, id) = (account.label, account.id.text)
    let (expired, blocked, waiting) = ("expired \(id)", "blocked \(id)", "waiting \(id)")
    var steps: [NoticeStep]
    switch account.state {
    case .expired:
      let message = "The session of \(label) has expired. Sign in again: swop relogin "
      steps = [
        .raise(
          mark: expired, Notice(.expired, label: label, message: message + ShellWord.quoted(label)))
      ]
    case .blocked:
      let until = account.blockedUntil.map { " until " + ClockText.moment($0, in: timeZone) } ?? ""
      steps = [
        .clear(expired),
        .raise(
          mark: blocked,
          Notice(.blocked, label: label, message: "The server refuses \(label)\(until).")),
      ]
    case .waiting: steps = [.clear(expired), .clear(blocked), .mark(waiting)]
    case .low, .inUse, .ready:
      steps = [
        .clear(expired), .clear(blocked),
        .settle(
          mark: waiting,
          Notice(.quotaBack, label: label, message: "\(label) can be used again.")),
      ]
    // Nothing is known, or nobody wants to know.
    case .unknown: steps = []
    case .off: steps = [.clear(expired), .clear(blocked), .clear(waiting)]
    }
    return account.state == .off ? steps : steps + resetSteps(for: account, at: now, in: timeZone)
  }

  /// Each banked reset is told of once; its end is part of its mark.
  private static func resetSteps(
    for account: WatchedAccount, at now: Date, in timeZone: ClockZone
  ) -> [NoticeStep] {
    account.bankedResetsEnd.compactMap { end in
      let left = end.timeIntervalSince(now)
      guard left > 0, left <= resetWarning else { return nil }
      return .raise(
        mark: "reset \(account.id.text) \(ClockText.stamp(end))",
        Notice(
          .resetExpiring, label: account.label,
          message: "A banked reset of \(account.label) ends unused at "
            + ClockText.moment(end, in: timeZone) + "."))
    }
  }

  private static func poolSteps(_ accounts: [WatchedAccount]) -> [NoticeStep] {
    // Accounts whose quota is not known say nothing about the pool.
    let pool = accounts.filter { account in
      switch account.state {
      case .waiting, .low, .inUse, .ready: account.left != nil
      case .off, .expired, .blocked, .unknown: false
      }
    }
    guard !pool.isEmpty else { return [] }
    let usable = pool.filter { $0.state != .waiting }
    let average = usable.reduce(0) { $0 + ($1.left ?? 0) } / Double(pool.count)
    if average <= poolLow {
      let message =
        usable.isEmpty
        ? "No account has quota left now."
        : "The pool is about to run dry: \(Percent.text(left: average)) left on average."
      return [.raise(mark: "pool", Notice(.poolLow, label: nil, message: message))]
    }
    return average > poolRecovered ? [.clear("pool")] : []
  }
}
