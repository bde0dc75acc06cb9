import EngineCore
import EnginePlatform
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("StateDatabase, several processes")
struct StateDatabaseProcessTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("twenty connections that open a new database at once all find it ready")
  func connections() async throws {
    let path = folder.database

    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let database = try StateDatabase(path: path)
          database.record(.warning("\(number)"))
        }
      }
      try await group.waitForAll()
    }

    let events = try StateDatabase(path: path).latestEvents(limit: 100)
    #expect(Set(events.map(\.message)) == Set((0..<20).map(String.init)))
    #expect(try folder.names() == ["state.db"])
  }

  @Test("processes that open a new database at once all find it ready", .timeLimit(.minutes(1)))
  func processes() async throws {
    let path = folder.database.text

    await withTaskGroup { group in
      for number in 0..<8 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, number = number as Int] in
            let database = try StateDatabase(path: FilePath(path))
            for round in 0..<50 { database.record(.warning("\(number).\(round)")) }
          }
        }
      }
    }

    let events = try StateDatabase(path: folder.database).latestEvents(limit: 1_000)
    #expect(events.count == 400)
    #expect(Set(events.map(\.message)).count == 400)
  }

  @Test("a new database that another process is just making is waited for")
  func madeElsewhere() async throws {
    let path = folder.database
    let other = try RawDatabase(path)
    try other.run("BEGIN IMMEDIATE")

    #expect(throws: StoreError.busy(path: path)) {
      try StateDatabase(path: path, wait: .milliseconds(20))
    }
    async let database = StateDatabase(path: path)
    try other.run("COMMIT")

    try await database.setDefaultAccount(AccountID("a"))
  }

  @Test("a process killed in the middle of writing leaves everything it had finished")
  func killed() async throws {
    let path = folder.database.text

    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let database = try StateDatabase(path: FilePath(path))
      for round in 0..<200 { database.record(.warning("\(round)")) }
      try database.updateCondition(of: AccountID("a")) { condition in
        condition.blockedReason = "never committed"
        kill(getpid(), SIGKILL)
      }
    }

    let database = try StateDatabase(path: folder.database)
    #expect(try database.latestEvents(limit: 1_000).map(\.message) == (0..<200).map(String.init))
    #expect(try database.conditions() == [:])
    try database.setDefaultAccount(AccountID("b"))
    #expect(try RawDatabase(folder.database).run("PRAGMA integrity_check") == [["ok"]])
  }

  @Test("a full disk is called full, loses events silently, and damages nothing")
  func full() async throws {
    let path = folder.database.text
    try StateDatabase(path: folder.database).setDefaultAccount(AccountID("kept"))

    await #expect(processExitsWith: .success) { [path = path as String] in
      let database = try StateDatabase(path: FilePath(path))
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      #expect(setrlimit(RLIMIT_FSIZE.number, &limit) == 0)
      let long = String(repeating: "x", count: 200_000)
      #expect(throws: StoreError.full(path: FilePath(path))) {
        try database.setCached("long", long, now: Date(timeIntervalSince1970: 0))
      }
      for _ in 0..<200 { database.record(.warning(String(long.prefix(900)))) }
      #expect(try database.defaultAccount() == AccountID("kept"))
    }

    let database = try StateDatabase(path: folder.database)
    #expect(try database.defaultAccount() == AccountID("kept"))
    #expect(try RawDatabase(folder.database).run("PRAGMA integrity_check") == [["ok"]])
  }
}

extension EngineEvent {
  /// A warning that says `message`.
  fileprivate static func warning(_ message: String) -> EngineEvent {
    EngineEvent(at: Date(timeIntervalSince1970: 1_800_000_000), kind: .warning, message: message)
  }
}

#if canImport(Glibc)
  extension __rlimit_resource {
    fileprivate var number: __rlimit_resource_t { __rlimit_resource_t(rawValue) }
  }
#else
  extension Int32 {
    fileprivate var number: Int32 { self }
  }
#endif
