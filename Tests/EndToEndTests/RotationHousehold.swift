import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

extension Household {
  /// A rotated task of codex.
  func rotated(
    _ words: [String], variables: [String: String?] = [:], flag: String = "--rotate"
  ) async throws -> Printed {
    try await swop(
      ["codex", flag, "--", "exec", "--skip-git-repo-check"] + words, variables: variables)
  }

  /// As `rotated`, which must succeed.
  func rotatedTalk(_ words: [String], variables: [String: String?] = [:]) async throws -> Talk {
    let ran = try await rotated(words, variables: variables)
    let id = ran.errors.split(separator: "\n").first { $0.hasPrefix("session id: ") }
    guard ran.status == 0, let id else { throw SessionTerminal.Unexpected(description: "\(ran)") }
    return Talk(id: String(id.dropFirst("session id: ".count)), answer: ran.output)
  }

  /// The variables for a codex version.
  func codex(_ version: String) throws -> [String: String?] {
    ["SWOP_CODEX_BIN": try RealCodex(version: version).executable.text]
  }

  /// The events of one kind, as sentences.
  func told(_ kind: String) async throws -> [String] {
    try await events(kind).compactMap { $0["message"]?.text }
  }

  /// The events of one kind.
  func events(_ kind: String) async throws -> [EngineCore.JSONValue] {
    let events = try await swop(["events", "--json"]).json()["events"]?.elements ?? []
    return events.filter { $0["kind"]?.text == kind }
  }

  /// How many turns an account was asked for.
  func asked(_ name: String) async -> Int {
    await turns().filter { $0.account == name }.count
  }

  /// Proves that codex spoke to the backend's tool server as an account, and complained of nothing there.
  func foundTools(_ ran: Printed, by account: String) async throws {
    let visits = await server.standin.entries.filter { $0.endpoint == .mcp }
    #expect(!visits.isEmpty && visits.allSatisfy { $0.account == account }, "\(visits)")
    #expect(visits.allSatisfy { (200..<300).contains($0.status) }, "\(visits)")
    #expect(!ran.errors.contains("rmcp") && !ran.errors.contains("MCP"), "\(ran)")
  }

  /// What `swop proxy status` says.
  func proxy() async throws -> EngineCore.JSONValue {
    try await swop(["proxy", "status", "--json"]).json()
  }

  /// Two accounts, the first of which is the default.
  static func ofTwo(codex version: String = RealCodex.versions[0]) async throws -> Household {
    let house = try await Household(["a", "b"].map { StandinAccount($0) }, codex: version)
    for name in ["a", "b"] { try await house.bring(name) }
    _ = try await house.swop(["set", "a"])
    return house
  }
}
