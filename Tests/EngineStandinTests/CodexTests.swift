import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("The stand-in under the real codex", .timeLimit(.minutes(5)))
struct CodexTests {
  private let runner = PosixProcessRunner()

  @Test("codex signs in by device code and does a turn", arguments: RealCodex.versions)
  func deviceSignIn(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      let login = try await run(
        codex.command(
          ["login", "--device-auth", "--experimental_issuer", server.issuerURL],
          home: home, environment: server.codexEnvironment))
      let turn = try await exec(codex, home, server)

      #expect(login.status == 0)
      #expect(turn == Outcome(status: 0, output: "answered by work\n"))
      #expect(await server.standin.counters.signIns == ["work": 1])
      #expect(await server.standin.counters.turns == ["work": 1])
    }
  }

  @Test("codex works with an auth.json that the stand-in hands out", arguments: RealCodex.versions)
  func handedOut(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)

      let turn = try await exec(codex, home, server)

      let entries = await server.standin.entries
      #expect(turn == Outcome(status: 0, output: "answered by work\n"))
      #expect(entries.filter { $0.account != "work" }.allSatisfy(isToolServerBusiness))
      #expect(
        entries.filter { $0.status >= 400 }.allSatisfy { $0.isUpgrade || isToolServerBusiness($0) })
    }
  }

  @Test("codex renews a bearer that ends within five minutes, once", arguments: RealCodex.versions)
  func renewal(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home, lifetimeSeconds: 200)

      let turn = try await exec(codex, home, server)

      #expect(turn.status == 0)
      #expect(await server.standin.counters.refreshes == ["work": 1])
      #expect(await server.standin.counters.reuses == 0)
    }
  }

  @Test("codex stops at a usage limit and shows it", arguments: RealCodex.versions)
  func usageLimit(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      await server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 3_600), on: .responses), for: "work")

      let turn = try await exec(codex, home, server, arguments: ["--json"])

      #expect(turn.status == 1)
      #expect(turn.output.contains("hit your usage limit"))
    }
  }

  @Test("codex does its turn over WebSocket where it is offered", arguments: RealCodex.versions)
  func webSocket(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      await server.standin.update { state, _ in state.settings.offersWebSocket = true }

      let turn = try await exec(codex, home, server)

      let methods = await server.standin.entries.filter { $0.endpoint == .responses }.map(\.method)
      #expect(turn == Outcome(status: 0, output: "echo: hi\n"))
      #expect(Set(methods) == ["GET", "WS"])
      #expect(await server.standin.counters.turns == ["work": 1])
    }
  }

  @Test(
    "codex connects again when its WebSocket closes without a word", arguments: RealCodex.versions)
  func closedWebSocket(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      await server.standin.update { state, _ in state.settings.offersWebSocket = true }
      await server.standin.script(Behaviour(.drop, on: .responses, times: 1), for: "work")

      let turn = try await exec(codex, home, server)

      #expect(turn == Outcome(status: 0, output: "echo: hi\n"))
      #expect(await server.standin.entries.filter { $0.ending == .cut }.count == 1)
    }
  }

  @Test("a usage limit over WebSocket stops codex, too", arguments: RealCodex.versions)
  func webSocketLimit(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      await server.standin.update { state, _ in state.settings.offersWebSocket = true }
      await server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 3_600), on: .responses), for: "work")

      let turn = try await exec(codex, home, server, arguments: ["--json"])

      #expect(turn.status == 1)
      #expect(turn.output.contains("hit your usage limit"))
    }
  }

  @Test("codex renews once when its bearer is refused, and goes on", arguments: RealCodex.versions)
  func refusedBearer(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      await server.standin.update { state, _ in state.revokeBearers(of: "work") }

      let turn = try await exec(codex, home, server)

      #expect(turn == Outcome(status: 0, output: "answered by work\n"))
      #expect(await server.standin.counters.refreshes == ["work": 1])
    }
  }

  @Test("one port with two names is two origins for codex", arguments: RealCodex.versions)
  func twoNames(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      try await signIn(to: server, home: home)
      let backend = server.backendURL.replacing("127.0.0.1", with: "localhost")

      let turn = try await run(
        codex.command(
          [
            "exec", "--skip-git-repo-check", "-c", "chatgpt_base_url=\"\(backend)\"",
            "-c", "openai_base_url=\"\(server.backendURL)/codex\"", "hi",
          ], home: home, environment: server.codexEnvironment))

      #expect(turn == Outcome(status: 0, output: "answered by work\n"))
    }
  }

  @Test(
    "codex's app-server signs in here, reads the quota and uses a banked reset",
    arguments: ["0.163.0", "0.156.0"])
  func appServer(version: String) async throws {
    try await withCodex(version) { codex, home, server in
      let talk = try runner.start(
        codex.command(
          ["app-server"] + server.codexArguments, home: home,
          environment: server.codexEnvironment))
      let client: StandinJSON = ["name": "standin_tests", "title": nil, "version": "1"]
      try await talk.write(line: message(1, "initialize", ["clientInfo": client]))
      _ = try await answer(1, from: talk)
      try await talk.write(line: "{\"method\":\"initialized\"}")

      try await talk.write(
        line: message(2, "account/login/start", ["type": "chatgptDeviceCode"]))
      let completed = try await line(from: talk) { $0["method"] == "account/login/completed" }
      try await talk.write(line: message(3, "account/rateLimits/read", nil))
      let limits = try await answer(3, from: talk)
      try await talk.write(
        line: message(
          4, "account/rateLimitResetCredit/consume", ["idempotencyKey": "one"]))
      let reset = try await answer(4, from: talk)
      await talk.finish(grace: .seconds(5))

      #expect(completed["params"]?["success"] == true)
      #expect(reset["result"] == ["outcome": "reset"])
      #expect(limits["result"]?["rateLimits"]?["primary"]?["usedPercent"] == 12)
      // What the stand-in says of the end of a banked reset is what codex reads.
      let credits = limits["result"]?["rateLimitResetCredits"]?["credits"]?.array
      let granted = try #require(credits?.first?["grantedAt"]?.integer)
      #expect(credits?.map { $0["expiresAt"]?.integer } == [granted + 86_400])
    }
  }

  // MARK: - Arranging

  /// What a run of codex showed.
  private struct Outcome: Equatable {
    let status: Int32
    let output: String
  }

  private func withCodex(
    _ version: String, test: (RealCodex, FilePath, StandinServer) async throws -> Void
  ) async throws {
    let codex = try RealCodex(version: version)
    let folder = try TemporaryFolder()
    var account = StandinAccount(
      "work", windows: [.fiveHours(used: 12, resetsInSeconds: 600), .week(used: 30)])
    account.bankedResets = 1
    account.bankedResetSeconds = 86_400
    try await withStandin([account]) { try await test(codex, folder.path, $0) }
  }

  private func signIn(
    to server: StandinServer, home: FilePath, lifetimeSeconds: Double? = nil
  ) async throws {
    let set = await server.standin.signIn("work", lifetimeSeconds: lifetimeSeconds)
    let file = try #require(set).authFile.reveal()
    try DiskFileSystem().replace(home / "auth.json", with: file, mode: .privateFile)
  }

  private func exec(
    _ codex: RealCodex, _ home: FilePath, _ server: StandinServer, arguments: [String] = []
  ) async throws -> Outcome {
    try await run(
      codex.command(
        ["exec", "--skip-git-repo-check"] + server.codexArguments + arguments + ["hi"],
        home: home, environment: server.codexEnvironment))
  }

  private func run(_ command: ProcessCommand) async throws -> Outcome {
    let output = try await runner.run(command, limit: .seconds(90))
    return Outcome(
      status: output.end.status,
      output: String(decoding: output.standardOutput.reveal(), as: UTF8.self))
  }

  /// codex sends no bearer to a tool server that is not the official one; 0.144.4 also looks for that
  /// server's sign-in in several places.
  private func isToolServerBusiness(_ entry: LogEntry) -> Bool {
    entry.endpoint == .mcp || entry.path.contains("/.well-known/")
  }

  private func message(_ id: Int, _ method: String, _ parameters: StandinJSON?) -> String {
    let message: StandinJSON = [
      "id": .integer(id), "method": .string(method), "params": parameters ?? .null,
    ]
    return String(decoding: message.data, as: UTF8.self)
  }

  private func answer(_ id: Int, from talk: any ConversingProcess) async throws -> StandinJSON {
    try await line(from: talk) { $0["id"] == .integer(id) }
  }

  private func line(
    from talk: any ConversingProcess, where fits: (StandinJSON) -> Bool
  ) async throws -> StandinJSON {
    while let text = try await talk.readLine() {
      if let value = StandinJSON(Data(text.utf8)), fits(value) { return value }
    }
    throw ProcessEndedEarly()
  }
}

/// The app-server closed its output before it answered.
private struct ProcessEndedEarly: Error {}
