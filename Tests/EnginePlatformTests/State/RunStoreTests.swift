import EngineCore
import EnginePlatform
import Testing

@Suite("Runs in the state database")
struct RunStoreTests {
  private let database: StateDatabase
  private let start = Date(timeIntervalSince1970: 1_800_000_000)
  private let codex = ProcessIdentity(pid: 4_242, startTicks: .max)

  init() throws {
    database = try StateDatabase.inMemory()
  }

  @Test("runs are numbered in order, and open until their end is noted")
  func lifeOfARun() throws {
    let first = try database.beginRun { record($0) }
    let second = try database.beginRun { record($0, after: 60) }
    #expect([first.id, second.id] == [RunID(1), RunID(2)])
    #expect(try database.openRuns() == [first, second])

    try database.setProcess(codex, of: first.id)
    try database.endRun(first.id, at: start + 90, end: .signalled(15))

    var ended = first
    ended.process = codex
    ended.endedAt = start + 90
    ended.end = .signalled(15)
    #expect(try database.openRuns() == [second])
    #expect(try database.runs(since: nil, limit: 10) == [second, ended])
  }

  @Test("a run keeps everything it was registered with")
  func wholeRun() throws {
    let whole = try database.beginRun { id in
      RunRecord(
        id: id, account: AccountID("a"), label: "wörk 'x'", process: codex,
        owner: ProcessIdentity(pid: 1, startTicks: 7), directory: "/tmp/a b",
        subcommand: "exec", codexVersion: "0.163.0", isRotated: true, startedAt: start,
        endedAt: start + 5, end: .exited(3))
    }

    #expect(try database.runs(since: nil, limit: 1) == [whole])
  }

  @Test("the end that was noted first counts")
  func firstEnd() throws {
    let run = try database.beginRun { record($0) }

    try database.endRun(run.id, at: start + 1, end: .exited(0))
    try database.endRun(run.id, at: start + 2, end: nil)

    let stored = try database.runs(since: nil, limit: 1).first
    #expect(stored?.endedAt == start + 1)
    #expect(stored?.end == .exited(0))
  }

  @Test("an end that no one saw has a time and no status")
  func lostRun() throws {
    let run = try database.beginRun { record($0) }

    try database.endRun(run.id, at: start + 9, end: nil)

    var lost = run
    lost.endedAt = start + 9
    #expect(try database.runs(since: nil, limit: 1) == [lost])
    #expect(try database.openRuns() == [])
  }

  @Test("past runs are found by time and number, newest first")
  func pastRuns() throws {
    for number in 0..<5 { _ = try database.beginRun { record($0, after: Double(number) * 60) } }

    #expect(try database.runs(since: start + 120, limit: 2).map(\.id) == [RunID(5), RunID(4)])
    #expect(try database.runs(since: start + 241, limit: 2) == [])
    #expect(try database.runs(since: nil, limit: 0) == [])
    #expect(try database.runs(since: nil, limit: -1) == [])
  }

  private func record(_ id: RunID, after seconds: Double = 0) -> RunRecord {
    RunRecord(
      id: id, account: AccountID("a"), label: "work",
      owner: ProcessIdentity(pid: 99, startTicks: 5), directory: "/srv", subcommand: nil,
      codexVersion: nil, startedAt: start + seconds)
  }
}
