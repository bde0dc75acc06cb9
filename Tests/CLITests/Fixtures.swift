import CLI
import EnginePlatform

@testable import Engine
@testable import EngineCore

extension Date {
  /// Friday 2026-11-20 14:32:07 UTC: the moment of every test.
  static let fixed = Date(timeIntervalSince1970: 1_795_185_127)
}

extension Account {
  static func named(
    _ label: String, plan: String? = "plus", email: String? = "me@home.test",
    isEnabled: Bool = true, identity: Identity? = nil
  ) -> Account {
    guard let text = try? Label(label) else { preconditionFailure("no label: \(label)") }
    return Account(
      id: AccountID("id-\(label)"), key: AccountKey(label: text, taken: []), label: text,
      createdAt: .fixed - 86_400, isEnabled: isEnabled,
      identity: identity ?? .chatGPT(accountID: "acc-\(label)", userID: "user-\(label)"),
      email: email, plan: plan.map { Plan($0) })
  }
}

extension QuotaReading {
  /// A reading with a 5 h and a week window; `used` and seconds to the reset for each.
  static func of(
    short: (used: Double, reset: Double?)?, long: (used: Double, reset: Double?)?,
    age: Double = 12, longSeconds: Int = 604_800
  ) -> QuotaReading {
    let readAt = Date.fixed - age
    let windows = [
      short.map {
        QuotaWindow(
          lengthSeconds: 18_000, usedPercent: $0.used, resetsAt: $0.reset.map { .fixed + $0 })
      },
      long.map {
        QuotaWindow(
          lengthSeconds: longSeconds, usedPercent: $0.used, resetsAt: $0.reset.map { .fixed + $0 })
      },
    ]
    return QuotaReading(
      readAt: readAt, source: .usage, isAllowed: true, isLimitReached: false,
      windows: windows.compactMap { $0 })
  }
}

extension AccountSnapshot {
  static func of(
    _ account: Account, _ state: AccountState, _ reading: QuotaReading? = nil,
    isDefault: Bool = false, isStale: Bool = false, blockedUntil: Date? = nil,
    error: ErrorReport? = nil, liveRuns: Int = 0
  ) -> AccountSnapshot {
    AccountSnapshot(
      account: account, state: state, isDefault: isDefault, reading: reading, isStale: isStale,
      blockedUntil: blockedUntil, error: error, liveRuns: liveRuns)
  }
}

extension [AccountSnapshot] {
  /// Seven accounts, one in each situation.
  static let seven: [AccountSnapshot] = [
    .of(
      .named("work-1", plan: "team"), .inUse,
      .of(short: (36, 8_280), long: (29, 324_000)), isDefault: true, liveRuns: 1),
    .of(.named("home", plan: "pro"), .ready, .of(short: (2, 17_340), long: (54, 147_600))),
    .of(.named("lab"), .low, .of(short: (85, 2_467), long: (42, 457_200))),
    .of(
      .named("ops", plan: "team"), .waiting, .of(short: (100, 11_640), long: (67, 75_480)),
      blockedUntil: .fixed + 11_640),
    .of(.named("spare"), .low, .of(short: (0, nil), long: (91, 277_200))),
    .of(
      .named("beta", plan: "team"), .expired,
      error: ErrorReport(
        code: "session_expired", message: "The session of beta has expired: it was revoked.",
        remedy: "Sign in again: swop relogin beta")),
    .of(.named("old", plan: "free", isEnabled: false), .off),
  ]
}

extension Ranking {
  static let seven = Ranking(
    selected: AccountID("id-work-1"), strategy: .mostLeft,
    reason: "work-1 has the most left of its week.",
    entries: [
      RankedAccount(
        id: AccountID("id-work-1"), label: "work-1", rank: 1, isViable: true,
        reason: "29% of the week used", usedPercent: 29, ageSeconds: 12),
      RankedAccount(
        id: AccountID("id-beta"), label: "beta", rank: 2, isViable: false, reason: "expired",
        usedPercent: nil, ageSeconds: nil),
    ])

  static let blocked = Ranking(
    selected: nil, strategy: .drain, reason: "Every account is used up.",
    blockedUntil: .fixed + 3_600, entries: Ranking.seven.entries)
}

extension TrashedAccount {
  static let old = TrashedAccount(
    account: .named("old"), trashedAt: .fixed - 86_400, isSignedOut: false,
    folder: "/root/trash/old@1")
}

extension [RunRecord] {
  static let some = [
    RunRecord(
      id: RunID(8), account: AccountID("id-work-1"), label: "work-1",
      owner: ProcessIdentity(pid: 1, startTicks: 1), directory: "/src/swop", subcommand: nil,
      codexVersion: "0.163.0", startedAt: .fixed - 60),
    RunRecord(
      id: RunID(7), account: AccountID("id-lab"), label: "lab",
      owner: ProcessIdentity(pid: 1, startTicks: 1), directory: "/src/a b", subcommand: "exec",
      codexVersion: nil, isRotated: true, startedAt: .fixed - 7_200, endedAt: .fixed - 6_439,
      end: .signalled(9)),
  ]
}

extension [EngineEvent] {
  static let some = [
    EngineEvent(
      number: 41, at: .fixed - 10, kind: .readingTaken, account: AccountID("id-lab"), label: "lab",
      message: "5h 15% left, week 58% left"),
    EngineEvent(
      number: 42, at: .fixed - 5,
      move: ProxyMove(
        from: AccountID("id-ops"), fromLabel: "ops", to: AccountID("id-work-1"), toLabel: "work-1",
        reason: "the account's usage limit is reached", moment: .beforeFirstByte)),
    EngineEvent(number: 43, at: .fixed, kind: .warning, message: "something \u{1B}[31mred"),
  ]
}

extension [ConversationRecord] {
  /// A conversation of yesterday and a pinned one of long ago.
  static var some: [ConversationRecord] {
    [
      ConversationRecord(
        id: "019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10", title: "Find the leak\nin the parser",
        folder: "/home/me/acme", account: AccountID("id-work-1"), label: "work-1",
        startedAt: .fixed - 90_000, usedAt: .fixed - 86_400, size: 1_240_000,
        rollout: "/home/me/.codex/sessions/2026/11/19/rollout-a.jsonl", home: "/home/me/.codex"),
      ConversationRecord(
        id: "0199c0de-5d2a-7c41-9f5e-3f1f6d2f9a11", title: nil, folder: nil,
        usedAt: .fixed - 60 * 86_400, size: 41_000, isPinned: true,
        rollout: "/home/me/.codex/sessions/2026/09/21/rollout-b.jsonl", home: "/home/me/.codex"),
    ]
  }
}

extension PruneReport {
  /// One went, two stay.
  static var some: PruneReport {
    var report = PruneReport()
    report.removed = [[ConversationRecord].some[0]]
    report.kept = [.pinned: 1, .younger: 1]
    return report
  }
}

extension Leftover {
  /// Copies of codex in the home of work-1.
  static var packages: Leftover {
    Leftover(
      kind: .daemonPackages,
      path: "/home/me/.swop/accounts/work-1/codex/packages/app-server-daemon",
      home: "/home/me/.swop/accounts/work-1/codex", label: "work-1", bytes: 361_000_000,
      isInUse: false)
  }
}

/// The real file system, for tests that need programs to be found.
enum DiskFileSystemFixture {
  static var files: any FileSystem { DiskFileSystem() }
}
