import TestSupport
import Testing

@testable import EngineCore
@testable import EnginePlatform

@Suite("A state database that is not as it should be")
struct DamagedStateTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("every column that the schema makes is looked for, and no other")
  func shape() throws {
    _ = try StateDatabase(path: folder.database)
    let raw = try RawDatabase(folder.database)
    let rows = try raw.run(
      """
      SELECT m.name, p.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS p
      WHERE m.type = 'table' AND m.name <> 'sqlite_sequence'
      """)

    let names = Set(rows.map { "\($0[0] ?? "").\($0[1] ?? "")" })
    let expected = StateShape.tables.flatMap { table, columns in columns.map { "\(table).\($0)" } }
    #expect(names == Set(expected))
  }

  struct Wound: Sendable {
    let sql: String
    let detail: String

    init(_ sql: String, _ detail: String) {
      self.sql = sql
      self.detail = detail
    }
  }

  static let wounds = [
    Wound("PRAGMA user_version = -1", "it says that its version is -1"),
    Wound("PRAGMA user_version = -2147483648", "it says that its version is -2147483648"),
    Wound("PRAGMA user_version = 3", "its version does not fit its tables (table"),
    Wound("PRAGMA user_version = 0", "its version does not fit its tables (table"),
    Wound("DROP TABLE choice", "the table choice is missing"),
    Wound("ALTER TABLE reading DROP COLUMN failure", "the table reading lacks the column failure"),
    Wound("PRAGMA application_id = 7", "it holds another program's tables"),
  ]

  @Test("it is named in one sentence that says what to do, and left as it is", arguments: wounds)
  func named(wound: Wound) throws {
    _ = try StateDatabase(path: folder.database)
    try RawDatabase(folder.database).run(wound.sql)

    let error = #expect(throws: StoreError.self) { try StateDatabase(path: folder.database) }

    #expect(error?.code == "store_damaged")
    #expect(error?.message.contains(wound.detail) == true, "\(error?.message ?? "")")
    #expect(error?.remedy?.contains("swop doctor --fix") == true)
  }

  @Test("a folder or a pipe in its place is named as such")
  func notAFile() throws {
    let error = #expect(throws: StoreError.self) { try StateDatabase(path: folder.path) }

    #expect(error == .damaged(path: folder.path, detail: "it is a folder"))
  }

  @Test("what can be read is saved into a new one", arguments: wounds.map(\.sql).dropLast())
  func salvage(sql: String) throws {
    let event = EngineEvent(at: .fixed, kind: .warning, message: "it rained")
    let state = try StateDatabase(path: folder.database)
    state.record(event)
    try state.keepClientToken(
      ClientTokenRecord(name: "a", digest: "d", createdAt: .fixed, account: nil), replacing: false)
    let old = folder.path / "state.db@1"
    let raw = try RawDatabase(folder.database)
    try raw.run("PRAGMA wal_checkpoint(TRUNCATE)")
    try raw.run(sql)
    try raw.run("VACUUM INTO '\(old.text)'")
    let new = folder.path / "new.db"

    let count = try StateSalvage.copy(from: old, to: new)

    #expect(count == 2)
    let saved = try StateDatabase(path: new)
    #expect(try saved.latestEvents(limit: 9).map(\.message) == ["it rained"])
    #expect(try saved.clientTokens().map(\.name) == ["a"])
  }

  @Test("nothing of another program's tables is saved, nor of what is not a database")
  func foreign() throws {
    _ = try StateDatabase(path: folder.database)
    try RawDatabase(folder.database).run(
      "INSERT INTO choice VALUES ('default_account', 'x'); PRAGMA application_id = 7")

    #expect(try StateSalvage.copy(from: folder.database, to: folder.path / "new.db") == 0)
    #expect(try StateSalvage.copy(from: folder.path, to: folder.path / "new.db") == 0)
  }

  @Test("what a clock that was ahead wrote is counted, and dropped or dated now")
  func datedAhead() throws {
    let state = try StateDatabase(path: folder.database)
    let ahead = Date.fixed + 40 * 86_400
    let reading = QuotaReading(
      readAt: ahead, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [QuotaWindow(lengthSeconds: 604_800, usedPercent: 1, resetsAt: ahead + 9)])
    try state.store(reading, for: AccountID("a"))
    state.record(EngineEvent(at: ahead, kind: .warning, message: "early"))
    state.record(EngineEvent(at: .fixed, kind: .warning, message: "in time"))
    try state.setCached("x", "y", now: ahead)
    #expect(try state.rowsDatedAhead(of: .fixed) == 4)

    try state.mendRowsDatedAhead(of: .fixed)

    #expect(try state.rowsDatedAhead(of: .fixed) == 0)
    #expect(try state.readings() == [:])
    #expect(try state.latestEvents(limit: 9).map(\.message) == ["early", "in time"])
    #expect(try state.latestEvents(limit: 9).map(\.at) == [.fixed, .fixed])
  }

  static let numbers = [
    "9e999", "-9e999", "1e300", "-1e300", "9223372036854775807", "-9223372036854775808", "0",
    "NULL", "'text'", "x'00ff'", "''", "1e18",
  ]
  static let bodies = [
    "'{}'", "'[]'", "'null'", "x'00'", "'{'", "''",
    #"'{"lengthSeconds":-9223372036854775808}'"#,
    """
    '{"readAt":1e300,"source":"usage","isAllowed":true,"isLimitReached":false,"extraLimits":[],
    "windows":[{"lengthSeconds":9223372036854775807,"usedPercent":-1e308,"resetsAt":1e300},
    {"lengthSeconds":-9223372036854775808,"usedPercent":1e308,"resetsAt":-1e300},
    {"lengthSeconds":0,"usedPercent":0}],"bankedResets":9223372036854775807}'
    """,
    #"'{"expiredSince":1e300,"blockedUntil":-1e300,"blockedReason":"x"}'"#,
  ]

  @Test("no value in any table ends the program, whatever it is", arguments: numbers + bodies)
  func hostile(value: String) throws {
    _ = try StateDatabase(path: folder.database)
    let raw = try RawDatabase(folder.database)
    for (table, columns) in StateShape.tables {
      for column in columns {
        let names = columns.joined(separator: ", ")
        let values = columns.map { $0 == column ? value : Self.plain[$0] ?? "1" }
        // What a column does not take is not a danger.
        _ = try? raw.run(
          "INSERT OR REPLACE INTO \(table) (\(names)) VALUES (\(values.joined(separator: ", ")))")
      }
    }

    let state = try StateDatabase(path: folder.database)
    let readings = try state.readings()
    for stored in readings.values {
      let reading = stored.reading?.at(.fixed)
      for window in reading?.windows ?? [] {
        _ = (window.name, window.resetText(at: .fixed), window.isFresh(at: .fixed))
      }
      _ = reading?.age(at: .fixed)
      for window in reading?.windows ?? [] {
        #expect((1...315_360_000).contains(window.lengthSeconds))
        #expect((0...100).contains(window.leftPercent))
      }
    }
    var dates = try state.latestEvents(limit: 100).map(\.at)
    dates += try state.runs(since: nil, limit: 100).map(\.startedAt)
    dates += try state.clientTokens().map(\.createdAt)
    dates += try state.rests().values
    dates += try state.homes(usedSince: .distantPast).map(\.usedAt)
    dates += try state.conditions().values.compactMap(\.blockedUntil)
    for date in dates {
      #expect(abs(date.timeIntervalSince1970) < 3e11)
      _ = ClockText.stamp(date)
      _ = ClockText.span(seconds: date.timeIntervalSince(.fixed))
    }
    _ = try state.history(of: AccountID("1"), windowSeconds: 1, since: .distantPast)
    _ = (try state.openRuns(), try state.projectBindings(), try state.defaultAccount())
    _ = (try state.cached("1", maximumAge: 1, now: .fixed), try state.screen("1"))
  }

  /// What stands in the columns beside the hostile one.
  private static let plain = [
    "body": "'{}'", "kind": "'warning'", "message": "'m'", "directory": "'/'", "digest": "'d'",
  ]
}

extension Date {
  fileprivate static let fixed = Date(timeIntervalSince1970: 1_795_098_727)
}
