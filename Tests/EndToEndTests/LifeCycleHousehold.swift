import EngineCore
import EnginePlatform
import TestSupport

@testable import EngineStandin

extension Household {
  /// Adds an account without codex: the stand-in signs it in, and the file is imported.
  @discardableResult
  func bring(_ name: String, as label: String? = nil) async throws -> Printed {
    let file = try await newSignIn(of: name)
    return try await swop(["add", label ?? name, "--import", file.text])
  }

  /// A fresh `auth.json` of an account, outside every sandbox.
  func newSignIn(of name: String, lifetimeSeconds: Double? = nil) async throws -> FilePath {
    let path = folder / "work" / "sign-in-\(name).json"
    guard let tokens = await server.standin.signIn(name, lifetimeSeconds: lifetimeSeconds) else {
      throw SessionTerminal.Unexpected(description: "the stand-in knows no \(name)")
    }
    var file = try JSONReader.value(in: Array(tokens.authFile.reveal()))
    // Not renewed a moment ago, or no one would renew it for some seconds.
    let earlier = SystemTimeSource().now().addingTimeInterval(-3_600)
    file["last_refresh"] = .string(ClockText.stamp(earlier))
    try write(JSONWriter.pretty(file), to: path)
    return path
  }

  /// The sign-in file of an account.
  func authFile(_ key: String) -> FilePath {
    folder / "root" / "accounts" / key / "codex" / "auth.json"
  }

  /// The content of a file.
  func bytes(_ path: FilePath) throws -> [UInt8] { Array(try DiskFileSystem().read(path)) }

  /// Writes a file.
  func write(_ text: String, to path: FilePath) throws {
    try DiskFileSystem().replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  /// The names in a folder of the root, sorted; none if it is not there.
  func names(_ name: String) -> [String] {
    ((try? DiskFileSystem().list(folder / "root" / name)) ?? []).sorted()
  }

  /// Runs a program of the system to its end.
  @discardableResult
  func tool(_ path: String, _ arguments: [String], limit: Duration = .seconds(60)) async throws
    -> Printed
  {
    Printed(
      try await runner.run(
        ProcessCommand(
          executable: FilePath(path), arguments: arguments.map { Argument($0) },
          environment: environment, directory: folder / "work"), limit: limit))
  }

  /// Changes the program's database.
  func sql(_ statement: String) async throws {
    let printed = try await tool(
      "/usr/bin/sqlite3", [(folder / "root" / "state.db").text, statement])
    guard printed.status == 0 else { throw SessionTerminal.Unexpected(description: "\(printed)") }
  }

  /// Changes the settings of the stand-in.
  func settings(_ change: @Sendable @escaping (inout StandinSettings) -> Void) async {
    await server.standin.update { state, _ in change(&state.settings) }
  }

  /// One member of every account, by label, as `status --json` shows it.
  func status(_ member: String) async throws -> [String: EngineCore.JSONValue] {
    let accounts = try await swop(["status", "--json"]).json()["accounts"]?.elements ?? []
    return accounts.reduce(into: [:]) { $0[$1["label"]?.text ?? ""] = $1[member] }
  }
}

extension Printed {
  /// The error that a command reported with `--json`.
  var error: EngineCore.JSONValue? { (try? json())?["error"] }
}
