import Engine
import EngineCore
import EnginePlatform
import Testing

@testable import EngineStandin

/// How it is seen that the real codex uses one entry of the sharing list from the shared side.
enum SharingProof {
  typealias Proof = @Sendable (SharingHousehold) async throws -> Void

  /// A proof for every entry, by its name.
  static let all: [String: Proof] = [
    "config.toml": settings, ".config.toml": profiles, "AGENTS.md": instructions("AGENTS.md"),
    "AGENTS.override.md": instructions("AGENTS.override.md"), "hooks.json": hooks,
    "environments.toml": environments, "prompts": prompts, "agents": agents, "themes": themes,
    "skills": skills, "rules": rules,
    "history.jsonl": typedPrompts, "session_index.jsonl": conversationNames,
    "sessions": conversations,
    "archived_sessions": archive, "thread-writer-locks": writerLocks,
  ]

  /// With it the stand-in can read a turn, and answers with its last words.
  private static let plainRequests = "[features]\nenable_request_compression = false\n"

  private static let settings: Proof = { at in
    try at.share("config.toml", plainRequests)

    let run = try await at.exec("work")
    let change = try await at.codex("home", ["mcp", "add", "probe", "--", "true"])

    #expect(run.output == "echo: say hi\n", "\(run)")
    #expect(change.status == 0, "\(change)")
    let text = try at.text(at.shared("config.toml"))
    #expect(text.hasPrefix(plainRequests) && text.contains("[mcp_servers.probe]"), "\(text)")
  }

  private static let profiles: Proof = { at in
    try at.share("plain.config.toml", plainRequests)

    let usual = try await at.exec("work")
    let profiled = try await at.exec("work", ["--profile", "plain"])

    #expect(usual.output == "answered by work\n", "\(usual)")
    #expect(profiled.output == "echo: say hi\n", "\(profiled)")
    try at.expectLink("work", "plain.config.toml")
  }

  private static func instructions(_ name: String) -> Proof {
    { at in
      try at.share(name, "Instruction that only this test knows.")

      let run = try await at.exec("work")

      #expect(run.status == 0, "\(run)")
      let seen = try at.conversations().contains {
        $0.contains("Instruction that only this test knows.")
      }
      #expect(seen)
    }
  }

  private static let hooks: Proof = { at in
    let hook = #"{"hooks": [{"type": "command", "command": "run-the-hook"}]}"#
    try at.share("hooks.json", #"{"hooks": {"SessionStart": [\#(hook)]}}"#)

    let listed = try await at.ask("work", "hooks/list", [:])

    #expect(listed.contains("run-the-hook"), "\(listed)")
  }

  /// What codex cannot read it names: so it looked there.
  private static let environments: Proof = { at in
    try at.share("environments.toml", "not toml [")

    let run = try await at.exec("work")

    #expect(run.errors.contains("failed to parse environment config"), "\(run)")
    #expect(run.status == 1)
  }

  private static let agents: Proof = { at in
    try at.share("agents/broken.toml", "not toml [")

    let run = try await at.exec("work")

    #expect(run.errors.contains("malformed agent role definition"), "\(run)")
    #expect(run.errors.contains("agents/broken.toml"))
  }

  private static let rules: Proof = { at in
    try at.share("rules/default.rules", "not ( a rule")

    let run = try await at.exec("work")

    #expect(run.errors.contains("Error loading rules"), "\(run)")
    #expect(run.errors.contains("rules/default.rules"))
    #expect(run.status == 1)
  }

  /// None of the tested versions reads prompts any more; the link is for those that do.
  private static let prompts: Proof = { at in
    try at.share("prompts/mine.md", "A prompt.")

    let run = try await at.exec("work")

    #expect(run.status == 0, "\(run)")
    #expect(try at.text(at.own("work", "prompts") / "mine.md") == "A prompt.")
  }

  private static let skills: Proof = { at in
    let skill = "---\nname: probe\ndescription: Skill that only this test knows.\n---\nText.\n"
    try at.share("skills/probe/SKILL.md", skill)

    let run = try await at.exec("work")

    #expect(run.status == 0, "\(run)")
    let seen = try at.conversations().contains { $0.contains("Skill that only this test knows.") }
    #expect(seen)
    // What codex adds by itself arrives on the shared side.
    #expect(at.files.exists(at.shared("skills") / ".system"))
  }

  private static let conversationNames: Proof = { at in
    let run = try await at.exec("work")
    let thread = try #require(await at.turns().first?.thread)
    let named = try await at.ask(
      "work", "thread/name/set", ["threadId": .string(thread), "name": "my-talk"])

    let resumed = try await at.codex(
      "home", ["exec", "resume", "--skip-git-repo-check", "my-talk", "go on"])

    #expect(run.status == 0 && resumed.status == 0, "\(named) \(resumed)")
    #expect(try at.text(at.shared("session_index.jsonl")).contains("my-talk"))
    #expect(await at.turns().map(\.thread) == [thread, thread])
  }

  private static let conversations: Proof = { at in
    let run = try await at.exec("work")
    let resumed = try await at.codex(
      "home", ["exec", "resume", "--skip-git-repo-check", "--last", "go on"])

    #expect(run.status == 0 && resumed.status == 0, "\(resumed)")
    let turns = await at.turns()
    #expect(turns.map(\.account) == ["work", "home"])
    #expect(Set(turns.map(\.thread)).count == 1)
    #expect(try at.conversations().count == 1)
    try at.expectLink("home", "sessions")
  }

  private static let archive: Proof = { at in
    _ = try await at.exec("work")
    let thread = try #require(await at.turns().first?.thread)

    let archived = try await at.codex("home", ["archive", thread])
    #expect(archived.status == 0, "\(archived)")
    #expect(try at.conversations().isEmpty)
    #expect(try at.conversations(in: "archived_sessions").count == 1)

    let back = try await at.codex("work", ["unarchive", thread])
    #expect(back.status == 0, "\(back)")
    #expect(try at.conversations().count == 1)
    try at.expectLink("home", "archived_sessions")
  }

  private static let writerLocks: Proof = { at in
    await at.house.server.standin.script(
      Behaviour(.delay(milliseconds: 15_000), on: .responses, times: 1), for: "work")
    async let long = at.exec("work")
    let isUnderWay = await at.house.server.standin.wait {
      $0.entries.contains { $0.endpoint == .responses && !$0.isUpgrade }
    }
    try #require(isUnderWay)
    let thread = try #require(await at.turns().first?.thread)

    let second = try await at.codex(
      "home", ["exec", "resume", "--skip-git-repo-check", thread, "me too"])

    #expect(second.errors.contains("already has an active writer"), "\(second)")
    #expect(try await long.status == 0)
    try at.expectLink("home", "thread-writer-locks")
  }

  /// Only codex's own screen keeps the prompts that were typed.
  private static let typedPrompts: Proof = { at in
    try await SharingScreen.play(at, on: "work") { screen in
      try await screen.send("a prompt to remember")
      try await screen.see("answered by work")
    }

    #expect(try at.text(at.shared("history.jsonl")).contains("a prompt to remember"))
  }

  private static let themes: Proof = { at in
    let color = "<dict><key>foreground</key><string>#FFFFFF</string></dict>"
    let settings = "<array><dict><key>settings</key>\(color)</dict></array>"
    try at.share(
      "themes/only-mine.tmTheme",
      "<plist version=\"1.0\"><dict><key>settings</key>\(settings)</dict></plist>")

    try await SharingScreen.play(at, on: "work") { screen in
      try await screen.send("/theme")
      try await screen.see("Syntax Theme")
      try await screen.type("only")
      try await screen.see("only-mine")
    }
  }
}
