package import EngineCore

@testable package import Engine

/// The seven accounts of the mock-ups, one in each situation, at Thursday 14:32:07.
package enum FleetFixture {
  /// Thursday 2026-11-19 14:32:07 UTC.
  package static let now = Date(timeIntervalSince1970: 1_795_098_727)

  /// An account with a label.
  package static func account(
    _ label: String, plan: String? = "plus", email: String? = nil, isEnabled: Bool = true,
    identity: Identity? = nil
  ) -> Account {
    guard let text = try? Label(label) else { preconditionFailure("no label: \(label)") }
    return Account(
      id: AccountID("id-\(label)"), key: AccountKey(label: text, taken: []), label: text,
      createdAt: now - 3 * 86_400, isEnabled: isEnabled,
      identity: identity ?? .chatGPT(accountID: "acc-\(label)", userID: "user-\(label)"),
      email: email, plan: plan.map { Plan($0) })
  }

  /// A reading of a 5 h and a week window: percent left, and seconds to the reset.
  package static func reading(
    short: (left: Double, reset: Double?)?, long: (left: Double, reset: Double?)?,
    age: Double = 12
  ) -> QuotaReading {
    let window = { (length: Int, part: (left: Double, reset: Double?)) in
      QuotaWindow(
        lengthSeconds: length, usedPercent: 100 - part.left, resetsAt: part.reset.map { now + $0 })
    }
    return QuotaReading(
      readAt: now - age, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [short.map { window(18_000, $0) }, long.map { window(604_800, $0) }]
        .compactMap { $0 })
  }

  /// An account as it stands.
  package static func snapshot(
    _ account: Account, _ state: AccountState = .ready, _ reading: QuotaReading? = nil,
    isDefault: Bool = false, isStale: Bool = false, blockedUntil: Date? = nil,
    error: ErrorReport? = nil, liveRuns: Int = 0
  ) -> AccountSnapshot {
    AccountSnapshot(
      account: account, state: state, isDefault: isDefault, reading: reading, isStale: isStale,
      blockedUntil: blockedUntil, error: error, liveRuns: liveRuns)
  }

  /// The seven accounts; `liveRuns` are those on the first one.
  package static func seven(liveRuns: Int = 1) -> [AccountSnapshot] {
    [
      snapshot(
        account("work-1", plan: "team", email: "work@acme.test"), .inUse,
        reading(short: (64, 8_280), long: (71, 324_000)), isDefault: true, liveRuns: liveRuns),
      snapshot(
        account("home", plan: "pro", email: "me@home.test"), .ready,
        reading(short: (98, 17_340), long: (46, 147_600))),
      snapshot(
        account("lab", email: "lab@uni.test"), .low,
        reading(short: (15, 2_467), long: (58, 458_873))),
      snapshot(
        account("ops", plan: "team", email: "ops@acme.test"), .waiting,
        reading(short: (0, 11_640), long: (33, 75_480)), blockedUntil: now + 11_640),
      snapshot(
        account("spare", email: "spare@box.test"), .low,
        reading(short: (100, nil), long: (9, 277_200))),
      snapshot(
        account("beta", plan: "team", email: "beta@acme.test"), .expired,
        error: ErrorReport(
          code: "session_expired", message: "The session of beta has expired: it was revoked.",
          remedy: "Sign in again: swop relogin beta")),
      snapshot(account("old", plan: "free", email: "old@mail.test", isEnabled: false), .off),
    ]
  }

  /// A picture of accounts, the seven unless others are given.
  package static func fleet(_ accounts: [AccountSnapshot] = seven()) -> FleetSnapshot {
    FleetSnapshot(takenAt: now, accounts: accounts)
  }

  /// So many ready accounts, each with its own numbers.
  package static func many(_ count: Int) -> [AccountSnapshot] {
    (0..<count).map { index in
      let short = Double((index * 37) % 101)
      let long = Double((index * 53) % 101)
      let state: AccountState =
        short == 0 || long == 0 ? .waiting : short <= 15 || long <= 15 ? .low : .ready
      let shortReset = 600 + Double(index % 290) * 60
      let longReset = 3_600 + Double(index % 160) * 3_600
      return snapshot(
        account("account-\(index + 1)", email: "user\(index + 1)@example.test"), state,
        reading(
          short: (short, short < 100 ? shortReset : nil),
          long: (long, long < 100 ? longReset : nil)),
        blockedUntil: state == .waiting ? now + (long == 0 ? longReset : shortReset) : nil)
    }
  }

  /// The use of the third account in each of the last 24 hours, in percent of its window.
  package static let usage: [Double] = [
    10, 12, 13, 9, 8, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 15, 24, 13, 17,
  ]

  /// Hourly samples that show that use, oldest first.
  package static func history(_ usage: [Double] = usage) -> [UsageSample] {
    var left = 100.0
    var samples: [UsageSample] = []
    for (index, used) in usage.enumerated() {
      // A window that cannot bear the hour started over before it.
      if left < used { left = 100 }
      left -= used
      let hoursAgo = Double(usage.count - 1 - index)
      samples.append(
        UsageSample(at: now - 1_927 - hoursAgo * 3_600, leftPercent: left, resetsAt: nil))
    }
    return samples
  }
}
