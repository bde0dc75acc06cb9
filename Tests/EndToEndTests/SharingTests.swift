import EngineCore
import EnginePlatform
import EngineStandin
import Testing

@testable import Engine

@Suite("What relaxed accounts share, with the real codex")
struct SharingTests {
  @Test(
    "codex uses each entry of the sharing list from the shared side, and the link survives",
    arguments: SharingList.entries.map(\.name))
  func entry(name: String) async throws {
    let proof = try #require(SharingProof.all[name], "\(name) is shared without a proof")
    let at = try await SharingHousehold()

    try await proof(at)

    if SharingList.entries.contains(where: { $0.name == name && $0.kind != .filesEnding }) {
      try at.expectLink("work", name)
    }
    try at.expectOwnSignIns()
  }

  @Test("what took the place of a link is told, repaired, and nothing of it is lost")
  func replacedLinks() async throws {
    let at = try await SharingHousehold()
    #expect(try await at.exec("work").status == 0)
    try at.share("elsewhere/AGENTS.md", "Somebody's own arrangement.")
    for name in ["config.toml", "history.jsonl", "AGENTS.md", "sessions", "rules"] {
      try at.files.remove(at.own("work", name))
    }
    try at.write(at.own("work", "config.toml"), "# precious settings\n")
    try at.write(at.own("work", "history.jsonl"), "{\"text\":\"precious line\"}\n")
    try at.write(at.own("work", "sessions") / "2026" / "rollout-own.jsonl", "precious talk")
    try at.files.createLink(at.own("work", "AGENTS.md"), to: at.shared("elsewhere/AGENTS.md"))
    try at.files.removeTree(at.shared("archived_sessions"))

    let run = try await at.exec("work")

    #expect(run.status == 0 && run.output == "answered by work\n", "\(run)")
    #expect(run.errors.contains("config.toml was no link to"), "\(run)")
    #expect(run.errors.contains("AGENTS.md leads to"))
    for name in ["config.toml", "history.jsonl", "sessions", "rules", "archived_sessions"] {
      try at.expectLink("work", name)
    }
    let backup = at.house.layout.backup / "work"
    let kept = try at.files.list(backup)
    #expect(kept.count == 1 && kept.first?.hasPrefix("config.toml@") == true)
    #expect(try kept.map { try at.text(backup / $0) } == ["# precious settings\n"])
    #expect(try at.text(at.shared("history.jsonl")).contains("precious line"))
    #expect(try at.conversations().contains("precious talk"))
    #expect(at.files.exists(at.shared("archived_sessions")))
    #expect(
      try at.files.linkTarget(at.own("work", "AGENTS.md")) == at.shared("elsewhere/AGENTS.md"))
  }
}
