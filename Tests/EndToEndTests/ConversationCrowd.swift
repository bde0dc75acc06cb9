import Engine
import EngineCore
import EnginePlatform
import TestSupport

/// Many conversations that look like one that the real codex made, of every age up to 120 days.
struct ConversationCrowd: Sendable {
  /// The home that holds them.
  let home: FilePath
  /// All of them, the youngest first.
  let all: [String]
  /// Those that were not used for more than 30 days.
  let old: [String]
  /// Those that were.
  let young: [String]
  /// Some old ones that are pinned.
  let pinned: [String]
  private let house: Household
  private let model: String
  private let count: Int

  init(_ house: Household, model: String, count: Int) async throws {
    self.house = house
    self.model = model
    self.count = count
    home = house.folder / "home" / ".codex"
    all = (0..<count).map { number in
      let digits = String(number, radix: 16)
      return "019a0000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
    old = all.indices.filter { Self.days(of: $0, in: count) > 30 }.map { [all] in all[$0] }
    young = all.indices.filter { Self.days(of: $0, in: count) <= 30 }.map { [all] in all[$0] }
    pinned = old.enumerated().filter { $0.offset % 50 == 7 }.map(\.element)
  }

  /// Never exactly 30 days, so that the moment of the test does not matter.
  private static func days(of number: Int, in count: Int) -> Double {
    let days = Double(number) * 120 / Double(count)
    return abs(days - 30) < 0.1 ? 29 : days
  }

  /// Puts them into codex's database and folders.
  func make() async throws {
    let files = DiskFileSystem()
    let rollout = try rolloutOfModel()
    let text = String(decoding: try files.read(rollout), as: UTF8.self)
    let now = SystemTimeSource().now()
    let columns = try await sqlite("SELECT group_concat(name) FROM pragma_table_info('threads')")
      .split(separator: ",").map(String.init)
    var statements = ["BEGIN"]
    for (number, id) in all.enumerated() {
      let used = now.addingTimeInterval(-Self.days(of: number, in: count) * 86_400)
      let path = rollout.parent / "rollout-2026-07-01T00-00-00-\(id).jsonl"
      try Data(text.replacing(model, with: id).utf8).write(to: URL(filePath: path.text))
      try FileManager.default.setAttributes([.modificationDate: used], ofItemAtPath: path.text)
      statements.append(row(id, path, used, columns))
    }
    statements.append("COMMIT")
    let script = house.folder / "work" / "crowd.sql"
    let lines = statements.joined(separator: ";\n") + ";"
    try Data(lines.utf8).write(to: URL(filePath: script.text))
    _ = try await sqlite(".read \(script.text)")
  }

  /// Opens one, as codex does, until the lock is released.
  func open(_ id: String) throws -> any HeldLock {
    let path = home / "thread-writer-locks" / "\(id).lock"
    guard let lock = try DiskFileSystem().tryLock(path) else {
      throw SessionTerminal.Unexpected(description: "\(path) is held")
    }
    return lock
  }

  private func row(_ id: String, _ path: FilePath, _ used: Date, _ columns: [String]) -> String {
    let milliseconds = Int(used.timeIntervalSince1970 * 1_000)
    let seconds = milliseconds / 1_000
    let changed = [
      "id": "'\(id)'", "rollout_path": "'\(path.text)'", "created_at": "\(seconds)",
      "updated_at": "\(seconds)", "created_at_ms": "\(milliseconds)",
      "updated_at_ms": "\(milliseconds)", "recency_at": "\(seconds)",
      "recency_at_ms": "\(milliseconds)", "is_pinned": pinned.contains(id) ? "1" : "0",
    ]
    let values = columns.map { changed[$0] ?? $0 }
    return "INSERT INTO threads (\(columns.joined(separator: ","))) "
      + "SELECT \(values.joined(separator: ",")) FROM threads WHERE id = '\(model)'"
  }

  private func rolloutOfModel() throws -> FilePath {
    let files = DiskFileSystem()
    var folders = [try files.resolve(home / "sessions")]
    while let folder = folders.popLast() {
      for name in try files.list(folder) {
        if try files.status(folder / name)?.kind == .folder { folders.append(folder / name) }
        if name.contains(model) { return folder / name }
      }
    }
    throw SessionTerminal.Unexpected(description: "there is no file of \(model)")
  }

  private func sqlite(_ statement: String) async throws -> String {
    let database = home / "state_5.sqlite"
    let printed = try await house.tool(
      "/usr/bin/sqlite3", ["-cmd", ".timeout 10000", database.text, statement])
    guard printed.status == 0 else { throw SessionTerminal.Unexpected(description: "\(printed)") }
    return printed.output.filter { $0 != "\n" }
  }
}

extension Household {
  /// What codex's own examination has against this home, apart from the network.
  func complaints() async throws -> [String] {
    let printed = try await swop(["codex", "--account", "a", "doctor", "--json"])
    let checks = try printed.json()["checks"]
    let wanted = ["state.paths", "state.rollout_db_parity", "config.load"]
    return wanted.map { id in "\(id) \(checks?[id]?["status"]?.text ?? "-")" }
  }
}
