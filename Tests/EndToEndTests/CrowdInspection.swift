import EngineCore
import EnginePlatform

@testable import Engine

/// Looks over everything below a root from outside, as a suspicious person would.
struct CrowdInspection {
  /// The root.
  let root: FilePath
  private let files = DiskFileSystem()
  private let runner = PosixProcessRunner()

  /// What is wrong there, one sentence each; empty if nothing is.
  func faults() async throws -> [String] {
    try leftovers() + brokenFiles() + (try await brokenDatabases())
  }

  /// Half-made files and sign-ins that were left behind.
  func leftovers() throws -> [String] {
    let temporary = try allFiles(root).filter { TemporaryName.matches($0.name) }
    let staging = root / "staging"
    let staged = files.exists(staging) ? try files.list(staging).map { staging / $0 } : []
    return (temporary + staged).map { "left behind: \($0)" }
  }

  /// Files of ours that cannot be read.
  func brokenFiles() throws -> [String] {
    try allFiles(root).compactMap { path in
      guard ["meta.json", "auth.json", "trash.json", "history.json"].contains(path.name) else {
        return nil
      }
      let data = try files.read(path)
      if path.name == "auth.json", (try? AuthFile(data)) == nil { return "broken: \(path)" }
      return (try? JSONReader.value(in: Array(data))) == nil ? "broken: \(path)" : nil
    }
  }

  /// What SQLite finds wrong in the state database.
  func brokenDatabases() async throws -> [String] {
    let database = root / "state.db"
    guard files.exists(database) else { return [] }
    let script = """
      import sqlite3, sys
      print(sqlite3.connect(sys.argv[1]).execute("pragma integrity_check").fetchone()[0])
      """
    let command = ProcessCommand(
      executable: "/usr/bin/env",
      arguments: ["python3", "-c", script, database.text].map { Argument($0) },
      environment: ProcessEnvironment(["PATH": "/usr/local/bin:/usr/bin:/bin"]))
    let answer = Printed(try await runner.run(command, limit: .seconds(30)))
    return answer.output == "ok\n" ? [] : ["state.db: \(answer)"]
  }

  /// Every file below a folder, links not followed.
  func allFiles(_ folder: FilePath) throws -> [FilePath] {
    var found: [FilePath] = []
    for name in try files.list(folder) {
      let path = folder / name
      // Other processes may be at work: what has gone meanwhile is not there.
      switch try files.status(path)?.kind {
      case .folder: found += try allFiles(path)
      case .file: found.append(path)
      case .link, .socket, .other, nil: break
      }
    }
    return found
  }
}

extension EngineCore.JSONValue {
  /// Whether an account of a status is well. On a machine that is busy with other tests two seconds may be
  /// too short for a reading; that says nothing about the account.
  var isWell: Bool {
    self["error"] == .null || self["error"]?["code"] == .string("timed_out")
  }
}
