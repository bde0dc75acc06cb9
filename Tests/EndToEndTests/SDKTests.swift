import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

/// The recipe of docs/sdk.md, started with the words, variables and input of the TypeScript SDK.
@Suite("Codex started as the SDK starts it")
struct SDKTests {
  private static let versions = RealCodex.versions.filter { $0 != "0.144.4" }

  @Test(
    "standard output is the SDK's events alone, and another account goes on with the conversation",
    arguments: versions)
  func turns(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)
    let first = try await turn(house, "swop codex --account a --", ["say hi"])
    let thread = try #require(
      first.events.first { $0["type"] == "thread.started" }?["thread_id"]?.text)

    let second = try await turn(house, "swop codex --account b --", ["resume", thread, "again"])

    for (ran, name) in [(first, "a"), (second, "b")] {
      #expect(ran.status == 0, "\(ran)")
      #expect(ran.events.last?["type"] == "turn.completed", "\(ran)")
      let answers = ran.events.compactMap { $0["item"] }.filter { $0["type"] == "agent_message" }
      #expect(answers.map { $0["text"]?.text } == ["answered by \(name)"])
    }
    #expect(second.events.first?["thread_id"]?.text == thread)
    #expect(await house.turns().map(\.account) == ["a", "b"])
    let probe = try await house.swop(["binary", "check", "--supports", "--experimental-json"])
    #expect(probe.status == 0, "\(probe)")
    let path = try await house.swop(["binary", "path"])
    #expect(path.output == (house.environment["SWOP_CODEX_BIN"] ?? "") + "\n")
  }

  /// What one turn printed, line by line.
  private struct Turn: CustomStringConvertible {
    let status: Int32
    let events: [EngineCore.JSONValue]
    let errors: String
    var description: String { "status \(status)\n\(events)\n\(errors)" }
  }

  /// Starts the script as the SDK does: `exec --experimental-json` with options, the words that resume a
  /// thread after them, its own variable, and the prompt on standard input.
  private func turn(
    _ house: Household, _ line: String, _ words: [String]
  ) async throws -> Turn {
    let script = house.folder / "codex-through-swop"
    let program = try Program.swop.text
    let text = "#!/bin/sh\nexec '\(program)' \(line.dropFirst("swop ".count)) \"$@\"\n"
    try DiskFileSystem().replace(script, with: Data(text.utf8), mode: FileMode(bits: 0o755))
    var environment = house.environment
    environment["CODEX_INTERNAL_ORIGINATOR_OVERRIDE"] = "codex_sdk_ts"
    let options = [
      "exec", "--experimental-json", "--sandbox", "read-only", "--cd", (house.folder / "work").text,
      "--skip-git-repo-check", "--config", "model_reasoning_effort=\"low\"",
    ]
    let ran = Printed(
      try await house.runner.run(
        ProcessCommand(
          // A script that was just written cannot be started while another test forks.
          executable: "/bin/sh",
          arguments: ([script.text] + options + words.dropLast()).map { Argument($0) },
          environment: environment,
          directory: house.folder.path, input: Redacted(Array((words.last ?? "").utf8))),
        limit: .seconds(60)))
    let lines = ran.output.split(separator: "\n")
    return Turn(
      status: ran.status, events: try lines.map { try JSONReader.value(in: Array($0.utf8)) },
      errors: ran.errors)
  }
}
