import EnginePlatform
import TestSupport
import Testing

@testable import EngineCore

@Suite("Readings in the state database")
struct ReadingStoreTests {
  private let database: StateDatabase
  private let work = AccountID("work-id")
  private let home = AccountID("home-id")
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  init() throws {
    database = try StateDatabase.inMemory()
  }

  @Test("a reading comes back whole")
  func wholeReading() throws {
    let reading = QuotaReading(
      readAt: start, source: .usage, plan: Plan("plus"), isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: 604_800, usedPercent: 12.5, resetsAt: start + 100),
        QuotaWindow(lengthSeconds: 18_000, usedPercent: 0, resetsAt: nil),
      ],
      extraLimits: [
        NamedLimit(
          name: "spark", windows: [QuotaWindow(lengthSeconds: 60, usedPercent: 1, resetsAt: nil)])
      ],
      credits: Credits(hasCredits: true, isUnlimited: false, balance: "9.99"), bankedResets: 3,
      reachedType: "rate_limit_reached")

    try database.store(reading, for: work)

    #expect(try database.readings() == [work: StoredReading(reading: reading)])
  }

  @Test("an older reading never replaces a newer one")
  func olderReading() throws {
    try database.store(reading(used: 20, after: 10), for: work)

    try database.store(reading(used: 10, after: 0), for: work)

    #expect(
      try database.readings() == [work: StoredReading(reading: reading(used: 20, after: 10))])
  }

  @Test("a reading stored under a clock that was far ahead gives way")
  func wrongClock() throws {
    try database.store(reading(used: 20, after: 86_400 * 365), for: work)
    try database.storeFailure(failure, at: start + 86_400 * 400, for: work)

    try database.store(reading(used: 10, after: 0), for: work)

    #expect(try database.readings() == [work: StoredReading(reading: reading(used: 10, after: 0))])
  }

  @Test("a failure stands beside the last good reading until the next good one")
  func failures() throws {
    try database.store(reading(used: 20, after: 0), for: work)
    try database.storeFailure(failure, at: start + 60, for: work)
    try database.storeFailure(failure, at: start, for: home)
    #expect(
      try database.readings() == [
        work: StoredReading(
          reading: reading(used: 20, after: 0), failure: failure, failedAt: start + 60),
        home: StoredReading(failure: failure, failedAt: start),
      ])

    try database.store(reading(used: 30, after: 120), for: work)

    #expect(
      try database.readings()[work] == StoredReading(reading: reading(used: 30, after: 120)))
  }

  @Test("a failure that is older than the reading is not news")
  func olderFailure() throws {
    try database.store(reading(used: 20, after: 60), for: work)

    try database.storeFailure(failure, at: start, for: work)

    #expect(
      try database.readings()[work] == StoredReading(reading: reading(used: 20, after: 60)))
  }

  @Test("an older reading does not hide a newer failure")
  func newerFailure() throws {
    try database.storeFailure(failure, at: start + 60, for: work)

    try database.store(reading(used: 20, after: 0), for: work)

    #expect(
      try database.readings()[work]
        == StoredReading(
          reading: reading(used: 20, after: 0), failure: failure, failedAt: start + 60))
  }

  @Test("history keeps the last reading of every hour, oldest first, window by window")
  func history() throws {
    for (used, after) in [(10.0, 0.0), (11, 600), (30, 3_600), (5, 7_300)] {
      try database.store(reading(used: used, after: after), for: work)
    }
    try database.store(reading(used: 99, after: 0), for: home)

    let week = try database.history(of: work, windowSeconds: 604_800, since: start)
    let short = try database.history(of: work, windowSeconds: 18_000, since: start + 3_600)

    #expect(
      week == [
        UsageSample(at: start + 600, leftPercent: 89, resetsAt: start + 1_000),
        UsageSample(at: start + 3_600, leftPercent: 70, resetsAt: start + 1_000),
        UsageSample(at: start + 7_300, leftPercent: 95, resetsAt: start + 1_000),
      ])
    #expect(short.map(\.leftPercent) == [100, 100])
  }

  @Test("history older than 90 days goes when a new hour is written")
  func historyBound() throws {
    let day: Double = 86_400
    for age in [0, 1, 91, 92] {
      try database.store(reading(used: Double(age), after: Double(age) * day), for: work)
    }

    let samples = try database.history(of: work, windowSeconds: 604_800, since: .distantPast)

    #expect(samples.map(\.at) == [start + 91 * day, start + 92 * day])
  }

  @Test("forgetting an account leaves the others alone")
  func forget() throws {
    try database.store(reading(used: 1, after: 0), for: work)
    try database.store(reading(used: 2, after: 0), for: home)

    try database.forgetReadings(of: work)

    #expect(try database.readings().keys.sorted { $0.text < $1.text } == [home])
    #expect(try database.history(of: work, windowSeconds: 604_800, since: start) == [])
    #expect(try database.history(of: home, windowSeconds: 604_800, since: start).count == 1)
  }

  @Test("numbers that no calendar and no percentage knows are stored without harm")
  func absurdNumbers() throws {
    let absurd = QuotaReading(
      readAt: start, source: .usage, isAllowed: nil, isLimitReached: nil,
      windows: [
        QuotaWindow(
          lengthSeconds: .max, usedPercent: .infinity, resetsAt: Date(timeIntervalSince1970: 1e300))
      ])

    try database.store(absurd, for: work)

    #expect(try database.readings()[work]?.reading?.windows.first?.isUsedUp == true)
    #expect(try database.history(of: work, windowSeconds: 315_360_000, since: start).count == 1)
  }

  @Test("a stored reading that cannot be decoded is a failure with a remedy, not a crash")
  func undecodable() throws {
    let folder = try TemporaryFolder()
    let database = try StateDatabase(path: folder.database)
    try database.store(reading(used: 1, after: 0), for: work)
    try RawDatabase(folder.database).run("UPDATE reading SET body = '{\"readAt\":'")

    #expect(
      try database.readings()[work]
        == StoredReading(
          failure: ErrorReport(
            code: "unreadable", message: "The stored quota reading cannot be decoded.",
            remedy: "Read it again: swop status --refresh")))
  }

  private let failure = ErrorReport(code: "server", message: "It failed.", remedy: nil)

  private func reading(used: Double, after seconds: Double) -> QuotaReading {
    QuotaReading(
      readAt: start + seconds, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: 604_800, usedPercent: used, resetsAt: start + 1_000),
        QuotaWindow(lengthSeconds: 18_000, usedPercent: 0, resetsAt: nil),
      ])
  }
}
