import CSQLite
import EngineCore
import TestSupport

@testable import EnginePlatform

/// SQLite without swop's rules, to make and inspect files as another program would.
final class RawDatabase {
  struct Failure: Error {
    let code: Int32
    let message: String
  }

  private var handle: OpaquePointer?

  init(_ path: FilePath) throws {
    try check(sqlite3_open(path.text, &handle))
  }

  /// A state database as a swop left it that knew fewer steps.
  convenience init(_ path: FilePath, schema version: Int) throws {
    try self.init(path)
    for step in StateSchema.steps.prefix(version) { try run(step) }
    try run(
      "PRAGMA application_id = \(StateSchema.applicationID); PRAGMA user_version = \(version)")
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements and gives every row's columns as text.
  @discardableResult
  func run(_ sql: String) throws -> [[String?]] {
    var rows: [[String?]] = []
    try withUnsafeMutablePointer(to: &rows) { rows in
      try check(
        sqlite3_exec(
          handle, sql,
          { context, count, values, _ in
            let row = (0..<Int(count)).map { values?[$0].map { String(cString: $0) } }
            context?.assumingMemoryBound(to: [[String?]].self).pointee.append(row)
            return 0
          }, rows, nil))
    }
    return rows
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_OK else { return }
    throw Failure(code: code, message: String(cString: sqlite3_errmsg(handle)))
  }
}

extension TemporaryFolder {
  /// The state database of this folder.
  var database: FilePath { path / "state.db" }

  /// The permission bits of a file.
  func mode(of file: FilePath) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file.text)[.posixPermissions] as? Int
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path.text).sorted()
  }
}

extension ProxyMove {
  /// A turn that left one account for another.
  static let sample = ProxyMove(
    from: AccountID("work-id"), fromLabel: "work", to: AccountID("home-id"), toLabel: "home",
    reason: "the account's usage limit is reached", moment: .beforeOutput)
}
