import EngineCore
import EngineHTTP
import EnginePlatform
import TestSupport
import Testing

@testable import EngineProxy
@testable import EngineStandin

/// The real codex with the pool's identity, through the real proxy, against the stand-in.
@Suite("The real codex through the proxy", .timeLimit(.minutes(5)))
struct CodexThroughProxyTests {
  /// What a run of codex showed.
  struct Outcome: Equatable {
    let status: Int32
    let output: String
  }

  static let newest = RealCodex.versions[0]

  @Test("a used-up account costs the user nothing over HTTP", arguments: RealCodex.versions)
  func usageLimit(version: String) async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")

      let turn = try await exec(version, scene)
      let again = try await exec(version, scene)

      #expect(turn == Outcome(status: 0, output: "answered by second\n"))
      #expect(again == turn)
      #expect(scene.moved.map(\.toLabel).prefix(1) == ["second"])
      #expect(await scene.turns().filter { $0 == .init("first", 429) }.count == 1)
      #expect(await scene.server.standin.counters.turns == ["second": 2])
    }
  }

  @Test("a used-up account costs the user nothing over WebSocket", arguments: RealCodex.versions)
  func usageLimitOverWebSocket(version: String) async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.update { state, _ in state.settings.offersWebSocket = true }
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")

      let turn = try await exec(version, scene)

      #expect(turn == Outcome(status: 0, output: "echo: hi\n"))
      #expect(await scene.server.standin.counters.turns == ["second": 1])
      #expect(await scene.methods(of: "second").contains("WS"))
      #expect(scene.moved.map(\.toLabel) == ["second"])
    }
  }

  @Test(
    "with nothing usable codex shows its own usage-limit message", arguments: RealCodex.versions)
  func nothingUsable(version: String) async throws {
    try await RelayScene.serve { scene in
      for name in ["first", "second"] {
        await scene.server.standin.script(
          Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: name)
      }

      let turn = try await exec(version, scene, ["--json"])

      #expect(turn.status == 1)
      #expect(turn.output.contains("hit your usage limit"))
    }
  }

  @Test("other troubles of an account are hidden, too", arguments: DecisionTableTests.movingRows)
  func troubles(row: DecisionTableTests.Row) async throws {
    try await RelayScene.serve { scene in
      for fault in row.faults { await scene.server.standin.script(fault, for: "first") }

      let turn = try await exec(Self.newest, scene)

      #expect(turn == Outcome(status: 0, output: "answered by second\n"))
      #expect(await scene.server.standin.counters.turns["second"] == 1)
    }
  }

  /// A version of codex, how its stream breaks, and over what it goes.
  static let breaks = RealCodex.versions.flatMap { version in
    [Fault.cut(deltas: 2), .stall(deltas: 2)].flatMap { fault in
      [false, true].map { Break(version: version, fault: fault, isSocket: $0) }
    }
  }

  struct Break: Sendable, CustomTestStringConvertible {
    let version: String
    let fault: Fault
    let isSocket: Bool

    /// A body that is compressed is not read by the stand-in.
    var answer: String { isSocket ? "echo: hi\n" : "answered by second\n" }

    var isCut: Bool { fault == .cut(deltas: 2) }

    var reason: String { "its stream " + (isCut ? "broke" : "stalled") }

    /// Only a silence needs a proxy without patience; another might take a slow machine for silent.
    var settings: ProxySettings { isCut ? ProxySettings() : CodexThroughProxyTests.hasty }

    var testDescription: String { "\(version), \(fault), \(isSocket ? "WebSocket" : "HTTP")" }
  }

  @Test(
    "codex takes a stream that breaks off or falls silent as a reason to ask again, and gets its answer from an account that does not rest",
    arguments: breaks)
  func brokenStream(_ broken: Break) async throws {
    try await RelayScene.serve(settings: broken.settings) { scene in
      await scene.server.standin.update { state, _ in
        state.settings.offersWebSocket = broken.isSocket
      }
      // Over WebSocket codex asks for nothing first.
      if broken.isSocket {
        await scene.server.standin.script(
          Behaviour(.normal, on: .responses, times: 1), for: "first")
      }
      await scene.server.standin.script(
        Behaviour(broken.fault, on: .responses, times: 1), for: "first")

      let turn = try await exec(broken.version, scene)

      #expect(turn == Outcome(status: 0, output: broken.answer))
      let asked = await scene.server.standin.entries.filter {
        $0.endpoint == .responses && $0.method != "GET"
      }
      #expect(asked.filter { $0.fault == broken.fault.name }.map(\.account) == ["first"])
      #expect(asked.last?.account == "second" && asked.last?.ending == .complete)
      #expect(asked.count == (broken.isSocket ? 3 : 2))
      #expect(scene.moved.map(\.moment) == [.beforeRequest])
      #expect(scene.moved.map(\.reason) == [broken.reason])
    }
  }

  @Test("with one account alone the next try is its own again, at once")
  func brokenStreamOfOne() async throws {
    try await RelayScene.serve(["first"], settings: Self.hasty) { scene in
      await scene.server.standin.script(
        Behaviour(.stall(deltas: 2), on: .responses, times: 1), for: "first")

      let turn = try await exec(Self.newest, scene)

      #expect(turn == Outcome(status: 0, output: "answered by first\n"))
      #expect(await scene.turns() == [.init("first", 200), .init("first", 200)])
    }
  }

  /// Falls silent long before codex would lose patience.
  private static var hasty: ProxySettings {
    var settings = ProxySettings()
    settings.limits.stall = .seconds(3)
    return settings
  }

  @Test("nothing of a real sign-in reaches codex's home, and codex never renews a token")
  func secrecy() async throws {
    try await RelayScene.serve { scene in
      _ = try await exec(Self.newest, scene)

      let tokens = await scene.server.standin.update { state, _ in state.everyToken.reveal() }
      #expect(tokens.count == 6)
      #expect(try scene.filesOfHome(holding: tokens) == [])
      #expect(try scene.filesOfHome(holding: [RelayScene.token]) == ["auth.json"])
      #expect(await scene.server.standin.counters.refreshes.isEmpty)
    }
  }

  private func exec(
    _ version: String, _ scene: RelayScene, _ arguments: [String] = []
  ) async throws -> Outcome {
    let codex = try RealCodex(version: version)
    let home = try scene.codexHome()
    let addresses = try scene.addresses
    let pass = Redacted(RelayScene.token)
    let command = codex.command(
      [
        "exec", "--skip-git-repo-check", "-c", "model_provider=\"openai\"", "-c",
        "openai_base_url=\"\(addresses.openAIBaseURL)\"", "-c",
        "chatgpt_base_url=\"\(addresses.chatGPTBaseURL)\"",
      ] + arguments + ["hi"], home: home,
      environment: [
        "CODEX_REFRESH_TOKEN_URL_OVERRIDE":
          "http://127.0.0.1:\(addresses.backendPort)/t/\(pass.reveal())/oauth/token",
        "CODEX_REVOKE_TOKEN_URL_OVERRIDE": addresses.revocationURL(token: pass).reveal(),
      ])
    let output = try await PosixProcessRunner().run(command, limit: .seconds(240))
    return Outcome(
      status: output.end.status,
      output: String(decoding: output.standardOutput.reveal(), as: UTF8.self))
  }
}
