import EngineCore
import EngineHTTP
import EnginePlatform
import TestSupport

@testable import EngineStandin

/// A machine of its own for one test: a home, a root, a stand-in of the servers, and the program.
final class Household: Sendable {
  /// Everything is below it, not under `/tmp`.
  let folder: TemporaryFolder
  /// The stand-in of the backend and the sign-in server.
  let server: StandinServer
  /// The environment that the program is started with.
  let environment: ProcessEnvironment
  /// Starts children.
  let runner = PosixProcessRunner()

  /// A household whose servers know some accounts.
  ///
  /// - Parameters:
  ///   - accounts: the names of the accounts.
  ///   - settings: how the stand-in behaves.
  ///   - version: the codex that the program finds.
  /// - Throws: when a folder or the servers cannot be set up, or that codex is not there.
  init(
    _ accounts: [StandinAccount], settings: StandinSettings = .quick,
    codex version: String = RealCodex.versions[0]
  ) async throws {
    folder = try TemporaryFolder()
    let files = DiskFileSystem()
    for name in ["home", "run", "work"] {
      try files.createFolder(folder / name, mode: .privateFolder)
    }
    let standin = Standin(accounts: accounts, settings: settings, time: SystemTimeSource())
    server = try await StandinServer.start(standin, time: SystemTimeSource())
    environment = ProcessEnvironment([
      "HOME": (folder / "home").text, "PATH": "/usr/local/bin:/usr/bin:/bin",
      "LANG": "C.UTF-8", "TERM": "xterm-256color",
      "XDG_RUNTIME_DIR": (folder / "run").text,
      "SWOP_ROOT": (folder / "root").text,
      "SWOP_CODEX_BIN": try RealCodex(version: version).executable.text,
      "SWOP_CHATGPT_BASE_URL": server.backendURL,
      "SWOP_AUTH_BASE_URL": server.issuerURL,
    ])
  }

  /// Runs the program without a terminal.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - input: its standard input.
  ///   - variables: what differs from `environment`; nil removes a variable.
  ///   - limit: how long it may take.
  /// - Returns: What it printed and how it ended.
  /// - Throws: `ProcessError`.
  func swop(
    _ arguments: [String], input: String? = nil, variables: [String: String?] = [:],
    limit: Duration = .seconds(60)
  ) async throws -> Printed {
    var environment = environment
    for (name, value) in variables { environment[name] = value }
    let command = ProcessCommand(
      executable: try Program.swop, arguments: arguments.map { Argument($0) },
      environment: environment, directory: folder / "work",
      input: input.map { Redacted(Array($0.utf8)) })
    return Printed(try await runner.run(command, limit: limit))
  }

  /// Signs an account in by device code, under its name in the stand-in or another label.
  @discardableResult
  func add(_ name: String, as label: String? = nil) async throws -> Printed {
    await server.standin.update { state, _ in state.settings.approver = name }
    return try await swop(["add", label ?? name, "--device-auth"])
  }

  /// One task of codex on an account.
  func codex(as label: String, _ prompt: String) async throws -> Printed {
    try await swop(["codex", "--account", label, "exec", "--skip-git-repo-check", prompt])
  }

  /// What every account's turns were asked with, as the stand-in saw it.
  func turns() async -> [LogEntry] {
    await server.standin.entries.filter { $0.endpoint == .responses && !$0.isUpgrade }
  }
}

extension StandinSettings {
  /// Device sign-ins are approved at the first poll, and polls are quick.
  static var quick: StandinSettings {
    var settings = StandinSettings()
    settings.approvesDeviceAtPoll = 1
    settings.deviceIntervalSeconds = 1
    return settings
  }
}

/// What a program printed and how it ended.
struct Printed: Sendable, CustomStringConvertible {
  /// Its exit status, 128 + n for a signal.
  let status: Int32
  /// Its standard output.
  let output: String
  /// Its standard error.
  let errors: String

  init(_ result: ProcessOutput) {
    status = result.end.status
    output = String(decoding: result.standardOutput.reveal(), as: UTF8.self)
    errors = String(decoding: result.standardError.reveal(), as: UTF8.self)
  }

  /// Its standard output as JSON.
  func json() throws -> JSONValue {
    try JSONReader.value(in: Array(output.utf8))
  }

  var description: String { "status \(status)\n--- output\n\(output)\n--- errors\n\(errors)" }
}

/// The programs that were built beside the tests.
enum Program {
  /// `swop` itself.
  static var swop: FilePath {
    get throws { try built("swop") }
  }

  /// The library that cuts a program off (Tests/CutTool).
  static var cut: FilePath {
    get throws { try built("libswop-cut.so", .read) }
  }

  private static func built(
    _ name: String, _ access: FileAccess = .execute
  ) throws -> FilePath {
    let folder = FilePath(CommandLine.arguments[0]).parent
    let files = DiskFileSystem()
    var candidate = try files.resolve(folder)
    // A test bundle may be some folders below the place of the programs.
    for _ in 0..<5 {
      if files.mayAccess(candidate / name, access) { return candidate / name }
      candidate = candidate.parent
    }
    throw FileError(operation: "find", path: folder / name, reason: .notFound)
  }
}
