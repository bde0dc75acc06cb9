import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("StateDatabase")
struct StateDatabaseTests {
  private let folder: TemporaryFolder
  private let account = AccountID("11111111-2222-4333-8444-555555555555")

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("a new database gets its tables, its version and write-ahead mode")
  func creates() throws {
    let database = try StateDatabase(path: folder.database)
    try database.setDefaultAccount(account)

    let raw = try RawDatabase(folder.database)
    let tables = try raw.run("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    #expect(
      tables.compactMap(\.first) == [
        "cached_value", "choice", "client_token", "condition", "event", "history", "home",
        "notice", "project", "reading", "rest", "run", "screen", "sent_token",
        "sqlite_sequence",
      ])
    #expect(try raw.run("PRAGMA user_version") == [["\(StateSchema.version)"]])
    #expect(try raw.run("PRAGMA journal_mode") == [["wal"]])
  }

  @Test("what was stored is there after opening again")
  func reopens() throws {
    try StateDatabase(path: folder.database).setDefaultAccount(account)

    let again = try StateDatabase(path: folder.database)

    #expect(try again.defaultAccount() == account)
  }

  @Test(
    "a database of any earlier version is brought up to date and keeps what it held",
    arguments: 1..<StateSchema.version)
  func migrates(from version: Int) throws {
    let raw = try RawDatabase(folder.database, schema: version)
    try raw.run("INSERT INTO event (at, kind, message) VALUES (0, 'warning', 'told')")

    let database = try StateDatabase(path: folder.database)
    let told = EngineEvent(
      number: 1, at: Date(timeIntervalSince1970: 0), kind: .warning, message: "told")
    let moved = EngineEvent(number: 2, at: Date(timeIntervalSince1970: 1), move: .sample)
    database.record(moved)
    let binding = ProjectBinding(place: "/src", choice: .account(account))
    try database.setProjectChoice(binding.choice, of: binding.place, at: Date())

    #expect(try database.events(after: 0, limit: 10) == [told, moved])
    #expect(try database.projectBindings() == [binding])
    #expect(try database.clientTokens() == [])
    #expect(try raw.run("PRAGMA user_version") == [["\(StateSchema.version)"]])
  }

  @Test("the database and its companions are the owner's only, and stay so")
  func permissions() throws {
    let database = try StateDatabase(path: folder.database)
    try database.setDefaultAccount(account)
    #expect(try folder.names() == ["state.db", "state.db-shm", "state.db-wal"])
    for name in try folder.names() {
      #expect(try folder.mode(of: folder.path / name) == 0o600)
    }

    for name in try folder.names() { #expect(chmod((folder.path / name).text, 0o664) == 0) }
    let again = try StateDatabase(path: folder.database)

    #expect(try again.defaultAccount() == account)
    for name in try folder.names() {
      #expect(try folder.mode(of: folder.path / name) == 0o600)
    }
  }

  @Test("a newer swop's database is refused, and left as it is")
  func tooNew() throws {
    try RawDatabase(folder.database).run(
      "CREATE TABLE later (x); PRAGMA user_version = 99; PRAGMA application_id = \(StateSchema.applicationID)"
    )

    let tooNew = StoreError.tooNew(
      path: folder.database, version: 99, supported: StateSchema.version)
    #expect(throws: tooNew) {
      try StateDatabase(path: folder.database)
    }

    let raw = try RawDatabase(folder.database)
    #expect(try raw.run("SELECT name FROM sqlite_schema") == [["later"]])
    #expect(try raw.run("PRAGMA journal_mode") == [["delete"]])
  }

  @Test("another program's database is refused, and left as it is")
  func foreign() throws {
    try RawDatabase(folder.database).run("CREATE TABLE notes (x)")

    #expect(
      throws: StoreError.damaged(
        path: folder.database, detail: "it holds another program's tables")
    ) {
      try StateDatabase(path: folder.database)
    }

    let raw = try RawDatabase(folder.database)
    #expect(try raw.run("SELECT name FROM sqlite_schema") == [["notes"]])
  }

  @Test(
    "a file that is not a database is called damaged",
    arguments: [
      "not a database, but long enough to look like a file with a header of one hundred bytes or more",
      String(repeating: "\u{0}", count: 4_096),
    ])
  func notADatabase(content: String) throws {
    try Data(content.utf8).write(to: URL(filePath: folder.database.text))

    let error = #expect(throws: StoreError.self) {
      try StateDatabase(path: folder.database).setDefaultAccount(account)
    }

    #expect(error?.code == "store_damaged")
  }

  @Test("a database that was cut short is called damaged, not empty")
  func truncated() throws {
    try StateDatabase(path: folder.database).setDefaultAccount(account)
    let url = URL(filePath: folder.database.text)
    try Data(contentsOf: url).prefix(5_000).write(to: url)

    let error = #expect(throws: StoreError.self) {
      try StateDatabase(path: folder.database).defaultAccount()
    }

    #expect(error?.code == "store_damaged")
  }

  @Test("a folder that is missing, no folder, or refuses files is named with what to look at")
  func unusable() throws {
    // Not even the superuser may create a file in either.
    #if os(Linux)
      let refusing: FilePath = "/sys/state.db"
    #else
      let refusing: FilePath = "/System/state.db"
    #endif
    let missing = folder.path / "missing" / "state.db"
    for path in [refusing, missing] {
      let error = #expect(throws: StoreError.self) { try StateDatabase(path: path) }

      #expect(error?.code == "store_unusable")
      #expect(error?.remedy == "Look at the owner and mode: ls -l \(path)")
    }
  }

  @Test("a database held by another for too long is reported as busy")
  func busy() throws {
    let database = try StateDatabase(path: folder.database, wait: .milliseconds(20))
    let other = try RawDatabase(folder.database)
    try other.run("BEGIN IMMEDIATE")

    #expect(throws: StoreError.busy(path: folder.database)) {
      try database.setDefaultAccount(account)
    }
    #expect(try database.defaultAccount() == nil)

    try other.run("COMMIT")
    try database.setDefaultAccount(account)
    #expect(try database.defaultAccount() == account)
  }

  @Test("memory databases are apart from each other")
  func inMemory() throws {
    let first = try StateDatabase.inMemory()
    let second = try StateDatabase.inMemory()

    try first.setDefaultAccount(account)

    #expect(try first.defaultAccount() == account)
    #expect(try second.defaultAccount() == nil)
  }
}
