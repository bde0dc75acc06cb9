import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("CodexThreadIndex")
struct CodexThreadIndexTests {
  private let folder: TemporaryFolder
  private let sandbox: FilePath = "/srv/swop/accounts/w_rk%/codex"
  private let shared: FilePath = "/home/u/.codex"

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("threads that lead through the sandbox lead through the shared home, others stay")
  func rewrites() throws {
    let paths = [
      "\(sandbox)/sessions/2026/11/20/rollout-1.jsonl",
      "\(sandbox)/archived_sessions/rollout-ä.jsonl",
      "\(shared)/sessions/2026/11/20/rollout-3.jsonl",
      "\(sandbox)/sessionsX/rollout-4.jsonl",
      "\(sandbox)2/sessions/rollout-5.jsonl",
      "/srv/swop/accounts/wOrk-other/codex/sessions/rollout-6.jsonl",
      "/SRV/swop/accounts/w_rk%/codex/sessions/rollout-7.jsonl",
      "/mnt\(sandbox)/sessions/rollout-8.jsonl",
      "\(sandbox)/sessions",
    ]
    try makeDatabase("state_5.sqlite", paths: paths)

    let count = try CodexThreadIndex().rewritePaths(in: folder.path, from: sandbox, to: shared)

    #expect(count == 2)
    let expected =
      [
        "\(shared)/sessions/2026/11/20/rollout-1.jsonl",
        "\(shared)/archived_sessions/rollout-ä.jsonl",
      ] + paths.dropFirst(2)
    #expect(try storedPaths("state_5.sqlite") == expected)
  }

  @Test("every schema number is mended, whatever else is in the folder")
  func everyDatabase() throws {
    try makeDatabase("state_5.sqlite", paths: ["\(sandbox)/sessions/a"])
    try makeDatabase("state_12.sqlite", paths: ["\(sandbox)/sessions/b"])
    try RawDatabase(folder.path / "state_6.sqlite").run("CREATE TABLE other (x)")
    try RawDatabase(folder.path / "state_7.sqlite").run("CREATE TABLE threads (id)")
    try Data().write(to: URL(filePath: (folder.path / "state_8.sqlite").text))
    try Data("junk".utf8).write(to: URL(filePath: (folder.path / "logs_2.sqlite").text))

    let count = try CodexThreadIndex().rewritePaths(in: folder.path, from: sandbox, to: shared)

    #expect(count == 2)
    #expect(try storedPaths("state_5.sqlite") == ["\(shared)/sessions/a"])
    #expect(try storedPaths("state_12.sqlite") == ["\(shared)/sessions/b"])
    #expect(
      try CodexThreadIndex().rewritePaths(in: folder.path, from: sandbox, to: shared) == 0)
  }

  @Test("a thread whose file moved with its home is led there, others stay")
  func lostPaths() throws {
    let home = folder.path / "h2/.codex"
    let day = "sessions/2026/11/30"
    for file in ["\(day)/rollout-1.jsonl", "archived_sessions/rollout-2.jsonl"] {
      let path = home / file
      try FileManager.default.createDirectory(
        atPath: path.parent.text, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: path.text))
    }
    let paths = [
      "/h1/.codex/\(day)/rollout-1.jsonl",
      "/h1/.swop/accounts/work/codex/\(day)/rollout-1.jsonl",
      "/h1/.codex/archived_sessions/rollout-2.jsonl",
      "/h1/.codex/\(day)/rollout-gone.jsonl",
      "/h1/.codex/sessions/../../etc/passwd",
      "sessions/2026/11/30/rollout-1.jsonl",
      "\(home)/\(day)/rollout-1.jsonl",
    ]
    try makeDatabase("state_5.sqlite", paths: paths)

    let count = try CodexThreadIndex().rewriteLostPaths(in: folder.path, to: home)

    #expect(count == 3)
    #expect(
      try storedPaths("state_5.sqlite") == [
        "\(home)/\(day)/rollout-1.jsonl", "\(home)/\(day)/rollout-1.jsonl",
        "\(home)/archived_sessions/rollout-2.jsonl",
      ] + paths.dropFirst(3))
  }

  @Test("a damaged database is reported after the others were mended")
  func damaged() throws {
    let broken = folder.path / "state_1.sqlite"
    try Data(String(repeating: "junk", count: 100).utf8).write(to: URL(filePath: broken.text))
    try makeDatabase("state_5.sqlite", paths: ["\(sandbox)/sessions/a"])

    let error = #expect(throws: StoreError.self) {
      try CodexThreadIndex().rewritePaths(in: folder.path, from: sandbox, to: shared)
    }

    #expect(error?.code == "codex_database_damaged")
    #expect(error?.remedy?.contains("codex doctor") == true)
    #expect(try storedPaths("state_5.sqlite") == ["\(shared)/sessions/a"])
  }

  @Test("a damaged database is named, and does not hide what the others know")
  func damagedList() throws {
    let broken = folder.path / "state_6.sqlite"
    try Data(String(repeating: "junk", count: 100).utf8).write(to: URL(filePath: broken.text))
    try RawDatabase(folder.path / "state_5.sqlite").run(
      """
      CREATE TABLE threads (id TEXT, rollout_path TEXT, cwd TEXT, title TEXT, created_at INTEGER,
        updated_at INTEGER, recency_at INTEGER);
      INSERT INTO threads VALUES ('a', '/sessions/a', '/work', 'A talk', 1, 2, 3)
      """)

    let list = CodexThreadIndex().threads(in: folder.path)

    #expect(list.rows.map(\.title) == ["A talk"])
    #expect(list.failures.map(\.code) == ["codex_database_damaged"])
    #expect(list.failures.first?.message.contains(broken.text) == true)
  }

  @Test("no folder and no database are nothing to do, and none is made")
  func nothing() throws {
    let index = CodexThreadIndex()

    #expect(try index.rewritePaths(in: folder.path, from: sandbox, to: shared) == 0)
    #expect(try index.rewritePaths(in: folder.path / "no", from: sandbox, to: shared) == 0)
    #expect(try folder.names() == [])
  }

  @Test("a path is found under the name that the sandbox has with its links resolved")
  func resolvedLinks() throws {
    let real = folder.path / "real"
    let alias = folder.path / "alias"
    try FileManager.default.createDirectory(
      atPath: real.text, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: alias.text, withDestinationPath: real.text)
    try makeDatabase("state_5.sqlite", paths: ["\(alias)/sessions/a", "\(real)/sessions/b"])

    let count = try CodexThreadIndex().rewritePaths(in: folder.path, from: alias, to: shared)

    #expect(count == 2)
    #expect(try storedPaths("state_5.sqlite") == ["\(shared)/sessions/a", "\(shared)/sessions/b"])
  }

  @Test("a database that codex has open is mended while it is open")
  func openElsewhere() throws {
    try makeDatabase("state_5.sqlite", paths: ["\(sandbox)/sessions/a"])
    let codex = try RawDatabase(folder.path / "state_5.sqlite")
    try codex.run("BEGIN; SELECT * FROM threads")

    let count = try CodexThreadIndex().rewritePaths(in: folder.path, from: sandbox, to: shared)

    #expect(count == 1)
    try codex.run("COMMIT")
    #expect(try storedPaths("state_5.sqlite") == ["\(shared)/sessions/a"])
  }

  @Test("a database whose writer does not finish is reported as busy")
  func busy() throws {
    try makeDatabase("state_5.sqlite", paths: ["\(sandbox)/sessions/a"])
    let codex = try RawDatabase(folder.path / "state_5.sqlite")
    try codex.run("BEGIN IMMEDIATE")

    #expect(throws: StoreError.busy(path: folder.path / "state_5.sqlite")) {
      try CodexThreadIndex(wait: .milliseconds(20)).rewritePaths(
        in: folder.path, from: sandbox, to: shared)
    }
  }

  private func makeDatabase(_ name: String, paths: [String]) throws {
    let raw = try RawDatabase(folder.path / name)
    try raw.run("PRAGMA journal_mode = WAL; CREATE TABLE threads (id TEXT, rollout_path TEXT)")
    for (number, path) in paths.enumerated() {
      try raw.run("INSERT INTO threads VALUES ('\(number)', '\(path)')")
    }
  }

  private func storedPaths(_ name: String) throws -> [String?] {
    try RawDatabase(folder.path / name).run("SELECT rollout_path FROM threads ORDER BY id")
      .compactMap(\.first)
  }
}
