import EngineCore

/// Decides from the accounts as they are now what is worth telling. Pure: what was told before is the
/// business of the marks, so that any number of processes may decide the same.
enum NoticeRules {
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
  static func steps(
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
    // Nothing is known, or no one wants to know.
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

/// Something worth interrupting a person for.
package struct Notice: Hashable, Sendable {
  /// What it is about.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session has expired.
    case expired
    /// The server refuses an account.
    case blocked
    /// An account that was used up can be used again.
    case quotaBack = "quota_back"
    /// The accounts together have next to nothing left.
    case poolLow = "pool_low"
    /// A banked reset ends unused soon.
    case resetExpiring = "reset_expiring"
  }

  /// What it is about.
  let kind: Kind
  /// The label of the account, nil if it is about all of them.
  let label: String?
  /// One sentence, safe for a screen.
  let message: String

  /// A notice of its parts; the sentence is made safe.
  init(_ kind: Kind, label: String?, message: String) {
    self.kind = kind
    self.label = label.map { PrintableText.sanitized($0) }
    self.message = PrintableText.shortened(message, to: 300)
  }
}

/// What is done with the shared memory of notices. A mark stands for a situation that lasts: it is set by
/// the first process that sees it and taken away by the first that sees its end.
enum NoticeStep: Hashable, Sendable {
  /// Set a mark; the process that set it tells.
  case raise(mark: String, Notice)
  /// Set a mark and say nothing yet.
  case mark(String)
  /// Take a mark away; the process that took it away tells.
  case settle(mark: String, Notice)
  /// Take a mark away and say nothing.
  case clear(String)
}

/// What notices are decided from: one account as it is known now.
struct WatchedAccount: Hashable, Sendable {
  /// Which account.
  let id: AccountID
  /// Its label.
  let label: String
  /// What it can do now.
  let state: AccountState
  /// Percent left of its longest window, nil if it is not known or has none.
  let left: Double?
  /// When the server lets it in again, if it is refused and a time is known.
  let blockedUntil: Date?
  /// When its banked resets end, soonest first, as far as that is known.
  let bankedResetsEnd: [Date]

  /// An account of its parts.
  init(
    id: AccountID, label: String, state: AccountState, left: Double? = nil,
    blockedUntil: Date? = nil, bankedResetsEnd: [Date] = []
  ) {
    self.id = id
    self.label = label
    self.state = state
    self.left = left
    self.blockedUntil = blockedUntil
    self.bankedResetsEnd = bankedResetsEnd
  }
}
