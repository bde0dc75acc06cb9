import EngineCore
import Testing

@testable import Engine

@Suite("CodexVersion")
struct CodexVersionTests {
  @Test("is read from the one line that names it, among warnings")
  func warnings() {
    let output = """
      WARNING: proceeding, even though we could not update PATH
      codex-cli 0.163.0-alpha.4
      warning: codex-cli is fine
      """

    #expect(CodexVersion(output: output) == CodexVersion(0, 163, 0, preRelease: "alpha.4"))
  }

  @Test(
    "is not guessed from anything else",
    arguments: [
      "", "codex-cli", "codex 0.163.0", "codex-cli 0.163", "codex-cli v0.163.0", "0.163.0",
      "codex-cli 0.163.0.1", "codex-cli 0.163.0 extra", "codex-cli 01.2.3", "codex-cli 1.2.-3",
      "codex-cli 1.2.3-", "codex-cli 1.2.3-a..b", "codex-cli 1.2.9999999999",
      "codex-cli 0.1.0\ncodex-cli 0.2.0", "swop 1.0.0",
    ])
  func strict(output: String) {
    #expect(CodexVersion(output: output) == nil)
  }

  @Test("orders numbers as numbers and pre-releases before their release")
  func order() {
    let ordered = [
      "0.9.9", "0.144.4-alpha", "0.144.4-alpha.1", "0.144.4-alpha.beta", "0.144.4-beta",
      "0.144.4-beta.2", "0.144.4-beta.11", "0.144.4-rc.1", "0.144.4", "0.144.10", "0.163.0",
      "1.0.0",
    ].compactMap { CodexVersion($0) }

    #expect(ordered.count == 12)
    #expect(ordered.reversed().sorted() == ordered)
    #expect(!(ordered[0] < ordered[0]))
  }

  @Test("survives being stored")
  func storing() throws {
    let version = CodexVersion(0, 163, 0, preRelease: "alpha.4")

    let data = try JSONEncoder().encode([version])

    #expect(String(decoding: data, as: UTF8.self) == #"["0.163.0-alpha.4"]"#)
    #expect(try JSONDecoder().decode([CodexVersion].self, from: data) == [version])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CodexVersion].self, from: Data(#"["x"]"#.utf8))
    }
  }
}

@Suite("CodexAbilities")
struct CodexAbilitiesTests {
  @Test("are known for each version that changed something")
  func table() {
    let table = [
      "0.136.0", "0.144.3", "0.144.4", "0.149.0", "0.154.0-alpha.1", "0.156.0", "0.157.0",
      "0.157.1", "0.163.0", "0.163.1",
    ].compactMap { CodexVersion($0) }.map { version -> String in
      let abilities = CodexAbilities(version)
      let flags = [
        ("too-old", abilities.isTooOld), ("newer", abilities.isNewerThanTested),
        ("damages", abilities.damagesSharedHistory), ("history", abilities.sharesHistory),
        ("retries", abilities.retriesForEver), ("issuer", abilities.hasIssuerOverride),
        ("routing", abilities.hasWorkspaceRouting), ("daemon", abilities.startsDaemon),
      ]
      return "\(version): " + flags.filter(\.1).map(\.0).joined(separator: " ")
    }

    #expect(
      table == [
        "0.136.0: too-old damages",
        "0.144.3: too-old",
        "0.144.4: ",
        "0.149.0: history retries",
        "0.154.0-alpha.1: history retries issuer",
        "0.156.0: history retries issuer routing",
        "0.157.0: history retries issuer routing",
        "0.157.1: history retries issuer routing daemon",
        "0.163.0: history retries issuer routing daemon",
        "0.163.1: newer history retries issuer routing daemon",
      ])
  }

  @Test("name what an old version lacks, and nothing for a new one")
  func lacks() {
    #expect(CodexAbilities(CodexVersion(0, 144, 4)).lacks.count == 3)
    #expect(
      CodexAbilities(CodexVersion(0, 155, 0)).lacks == ["Workspace routing needs codex 0.156."])
    #expect(CodexAbilities(CodexVersion(0, 163, 0)).lacks == [])
  }
}
