import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

/// A real codex of one version in a home of its own, and a stand-in of the servers it talks to.
struct RealCodexScene {
  let folder: TemporaryFolder
  let server: StandinServer
  let home: CodexHome
  let runner = PosixProcessRunner()
  let files = DiskFileSystem()
  let time = SystemTimeSource()

  /// Starts the stand-in, does `test`, and stops it.
  static func with(
    _ version: String, test: (RealCodexScene) async throws -> Void
  ) async throws {
    let codex = try RealCodex(version: version)
    let folder = try TemporaryFolder()
    let time = SystemTimeSource()
    let account = StandinAccount(
      "work", windows: [.fiveHours(used: 12, resetsInSeconds: 600), .week(used: 30)])
    let server = try await StandinServer.start(
      Standin(accounts: [account], time: time), time: time)
    do {
      try await test(try RealCodexScene(codex, version, folder, server))
      await server.stop()
    } catch {
      await server.stop()
      throw error
    }
  }

  private init(
    _ codex: RealCodex, _ version: String, _ folder: TemporaryFolder, _ server: StandinServer
  ) throws {
    self.folder = folder
    self.server = server
    let binary = CodexBinary(
      path: codex.executable, realPath: codex.executable, origin: .option, form: .native,
      version: try #require(CodexVersion(version)))
    let command = codex.command([], home: folder.path, environment: server.codexEnvironment)
    home = CodexHome(
      binary: binary, folder: folder.path, environment: command.environment,
      flags: ["-c", Argument("chatgpt_base_url=\"\(server.backendURL)\"")])
  }

  var signIn: SignIn {
    SignIn(runner: runner, files: files, time: time, authBase: server.issuerURL)
  }

  /// Puts a session of the stand-in's account into the home, written by swop itself.
  func putSession(lifetimeSeconds: Double? = nil) async throws {
    let set = try #require(await server.standin.signIn("work", lifetimeSeconds: lifetimeSeconds))
    let tokens = AuthTokens(
      idToken: set.idToken, accessToken: set.accessToken, refreshToken: set.refreshToken,
      accountID: set.accountID)
    try AuthFile(tokens: tokens, at: set.issuedAt).write(to: home.authFile, files: files)
  }

  func stored() async throws -> AuthFile {
    try await AuthFileReader(files: files, time: time).read(home.authFile)
  }

  /// Does `body` in a conversation with the app-server, and ends it.
  func withAppServer<Result>(_ body: (AppServer) async throws -> Result) async throws -> Result {
    let appServer = try await AppServer.start(home, runner: runner, time: time)
    do {
      let result = try await body(appServer)
      await appServer.close()
      return result
    } catch {
      await appServer.close()
      throw error
    }
  }

  /// The status of a codex command in the home.
  func status(_ arguments: [Argument]) async throws -> Int32 {
    try await runner.run(home.command(arguments), limit: .seconds(60)).end.status
  }
}
