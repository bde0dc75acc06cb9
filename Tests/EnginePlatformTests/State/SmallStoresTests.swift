import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("Events, conditions, choices and cached values in the state database")
struct SmallStoresTests {
  private let database: StateDatabase
  private let work = AccountID("work-id")
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  init() throws {
    database = try StateDatabase.inMemory()
  }

  @Test("events come back whole and in order, after a number or the newest")
  func events() throws {
    for number in 1...5 { database.record(event("\(number)")) }

    let stored = (1...5).map { event("\($0)", number: Int64($0)) }
    #expect(try database.events(after: 0, limit: 10) == stored)
    #expect(try database.events(after: 2, limit: 2) == Array(stored[2..<4]))
    #expect(try database.latestEvents(limit: 2) == Array(stored[3...]))
    #expect(try database.latestEvents(limit: 0) == [])
  }

  @Test("a move comes back in its parts")
  func move() throws {
    let moved = EngineEvent(number: 1, at: start, move: .sample)
    database.record(moved)

    #expect(try database.latestEvents(limit: 1) == [moved])
    #expect(moved.message.hasPrefix("A turn moved from work to home before any output: "))
  }

  @Test("the event log is bounded, and its numbers go on")
  func boundedEvents() throws {
    for number in 1...10_500 { database.record(event("\(number)")) }

    let events = try database.events(after: 0, limit: 20_000)

    #expect((10_000...10_256).contains(events.count))
    #expect(events.last?.number == 10_500)
  }

  @Test("an event's sentence is cut and stripped of what a screen must not see")
  func eventText() throws {
    database.record(event("red \u{1B}[31m" + String(repeating: "x", count: 2_000)))

    let message = try #require(try database.latestEvents(limit: 1).first?.message)

    #expect(message.hasPrefix("red [31mxxx"))
    #expect(message.count == 1_000)
  }

  @Test("an event of a kind that only a newer swop knows is still told")
  func unknownKind() throws {
    let folder = try TemporaryFolder()
    let database = try StateDatabase(path: folder.database)
    database.record(event("told"))
    try RawDatabase(folder.database).run("UPDATE event SET kind = 'from_the_future'")

    let stored = try database.latestEvents(limit: 1)

    #expect(stored.map(\.kind) == [.warning])
    #expect(stored.map(\.message) == ["told"])
  }

  @Test("a condition is changed in place and forgotten when nothing is left of it")
  func conditions() throws {
    #expect(try database.conditions() == [:])

    try database.updateCondition(of: work) { $0.blockedReason = "refused (403)" }
    try database.updateCondition(of: work) { [start] in $0.expiredSince = start }
    try database.updateCondition(of: AccountID("other")) { _ in }
    #expect(
      try database.conditions() == [
        work: AccountCondition(expiredSince: start, blockedReason: "refused (403)")
      ])

    try database.updateCondition(of: work) { $0 = AccountCondition() }
    #expect(try database.conditions() == [:])
  }

  @Test("the default account is chosen, replaced and cleared")
  func defaultAccount() throws {
    #expect(try database.defaultAccount() == nil)

    try database.setDefaultAccount(work)
    try database.setDefaultAccount(AccountID("other"))
    #expect(try database.defaultAccount() == AccountID("other"))

    try database.setDefaultAccount(nil)
    try database.setDefaultAccount(nil)
    #expect(try database.defaultAccount() == nil)
  }

  @Test("a cached value is given while it is young enough, and only under its name")
  func cache() throws {
    try database.setCached("routing.a", "old", now: start)
    try database.setCached("routing.a", "new", now: start)

    #expect(try database.cached("routing.a", maximumAge: nil, now: start + 1e9) == "new")
    #expect(try database.cached("routing.a", maximumAge: 60, now: start + 60) == "new")
    #expect(try database.cached("routing.a", maximumAge: 60, now: start + 61) == nil)
    #expect(try database.cached("routing.a", maximumAge: 60, now: start - 61) == nil)
    #expect(try database.cached("routing.%", maximumAge: nil, now: start) == nil)

    try database.setCached("routing.a", nil, now: start)
    #expect(try database.cached("routing.a", maximumAge: nil, now: start) == nil)
  }

  @Test("cached values that no one stored for half a year are forgotten")
  func cacheBound() throws {
    try database.setCached("a", "1", now: start)

    try database.setCached("b", "2", now: start + 181 * 86_400)

    #expect(try database.cached("a", maximumAge: nil, now: start) == nil)
    #expect(try database.cached("b", maximumAge: nil, now: start) == "2")
  }

  @Test("the right to tell something is given once in its time")
  func notices() throws {
    #expect(try database.claimNotice("expired a", for: 60, now: start))
    #expect(try !database.claimNotice("expired a", for: 60, now: start + 59))
    #expect(try database.claimNotice("expired b", for: 60, now: start + 59))
    #expect(try database.claimNotice("expired a", for: 60, now: start + 60))
    #expect(try database.releaseNotice("expired b"))
    #expect(try !database.releaseNotice("expired b"))
    #expect(try database.claimNotice("expired b", for: 60, now: start + 61))
  }

  private func event(_ message: String, number: Int64? = nil) -> EngineEvent {
    EngineEvent(
      number: number, at: start, kind: .runStarted, account: work, label: "work", run: RunID(7),
      message: message)
  }
}
