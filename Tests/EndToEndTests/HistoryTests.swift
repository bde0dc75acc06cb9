import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

@Suite("Conversations over accounts, end to end", .serialized)
struct HistoryTests {
  private static let exec = ["exec", "--skip-git-repo-check"]

  @Test(
    "a conversation goes on from another account, by --last and by its id, also once its first account is gone",
    arguments: ["0.163.0", "0.156.0"])
  func resumed(version: String) async throws {
    let house = try await Household(["a", "b"].map { StandinAccount($0) }, codex: version)
    for name in ["a", "b"] { try await house.bring(name) }

    let first = try await house.talk("a", Self.exec + ["one"])
    let last = try await house.talk("b", Self.exec + ["resume", "--last", "two"])
    let second = try await house.talk("b", Self.exec + ["three"])
    let byID = try await house.talk("a", Self.exec + ["resume", second.id, "four"])

    #expect(last == Talk(id: first.id, answer: "answered by b\n"))
    #expect(byID == Talk(id: second.id, answer: "answered by a\n"))
    #expect(Set(try await house.rows()) == [first.id, second.id])
    #expect(try await house.rows(matching: "rollout_path LIKE '%/accounts/%'") == [])

    #expect(try await house.swop(["remove", "a"]).status == 0)
    let afterwards = try await house.talk("b", Self.exec + ["resume", first.id, "five"])
    let newest = try await house.talk("b", Self.exec + ["resume", "--last", "six"])
    #expect(afterwards == Talk(id: first.id, answer: "answered by b\n"))
    #expect(newest == Talk(id: first.id, answer: "answered by b\n"))

    // The server's side is gone too once the trash is emptied, and nothing of the conversation with it.
    #expect(try await house.swop(["trash", "purge", "a"]).status == 0)
    let inTheEnd = try await house.talk("b", Self.exec + ["resume", second.id, "seven"])
    #expect(inTheEnd == Talk(id: second.id, answer: "answered by b\n"))
    #expect(try house.rollouts(in: house.folder / "home" / ".codex").count == 2)
  }

  @Test("codex's own list shows the conversations of every account, and continues the chosen one")
  func listed() async throws {
    let house = try await Household(["a", "b"].map { StandinAccount($0) })
    for name in ["a", "b"] {
      try await house.bring(name)
      try await house.onTerminal(["codex", "--account", name]) { terminal in
        try await house.passTrust(terminal)
        try await house.say("question for \(name)", on: terminal)
        try await terminal.watch("answered by \(name)")
        try await house.quit(terminal)
        #expect(try await terminal.end() == "0")
      }
    }
    #expect(try await house.swop(["remove", "a"]).status == 0)

    try await house.onTerminal(["codex", "--account", "b", "resume"]) { terminal in
      // The newest stands first, and is chosen.
      try await terminal.watch("question for b.*question for a")
      try await terminal.type("\u{1B}[B")
      try await terminal.type("\r")
      try await terminal.watch("question for a.*answered by a.*default · /")
      try await house.say("and now", on: terminal)
      try await terminal.watch("answered by b")
      try await house.quit(terminal)
      #expect(try await terminal.end() == "0")
    }

    #expect(try house.rollouts(in: house.folder / "home" / ".codex").count == 2)
  }

  @Test("six accounts that start at once on a new machine lose no conversation")
  func firstRunsAtOnce() async throws {
    let names = ["a", "b", "c", "d", "e", "f"]
    let house = try await Household(names.map { StandinAccount($0) })
    for name in names { try await house.bring(name) }

    for round in 1...2 {
      let talks = try await withThrowingTaskGroup(of: Talk.self) { group in
        for name in names {
          group.addTask { try await house.talk(name, Self.exec + ["round \(round)"]) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(talks.map(\.answer)) == Set(names.map { "answered by \($0)\n" }))
      #expect(Set(talks.map(\.id)).isSubset(of: try await house.rows()))
      #expect(try await house.rows().count == 6 * round)
    }

    #expect(try house.rollouts(in: house.folder / "home" / ".codex").count == 12)
  }

  @Test("versions from 0.149 on continue each other's; 0.144.4 keeps its own, which moves with it")
  func versions() async throws {
    let house = try await Household(["a", "b"].map { StandinAccount($0) })
    for name in ["a", "b"] { try await house.bring(name) }

    let newer = try await house.talk("a", Self.exec + ["one"])
    let middle = try await house.talk(
      "b", Self.exec + ["resume", "--last", "two"], version: "0.156.0")
    let older = try await house.talk("a", Self.exec + ["three"], version: "0.144.4")
    let newest = try await house.talk("b", Self.exec + ["resume", "--last", "four"])

    #expect(middle.id == newer.id && newest.id == newer.id && older.id != newer.id)
    #expect(try await house.rows() == [newer.id])
    let own = house.folder / "root" / "accounts" / "a" / "codex"
    #expect(try house.rollouts(in: own).count == 1)

    // The own history waits where the older codex looks for it, also after the trash.
    #expect(try await house.swop(["remove", "a"]).status == 0)
    #expect(try await house.swop(["trash", "restore", "a"]).status == 0)
    let back = try await house.talk(
      "a", Self.exec + ["resume", "--last", "five"], version: "0.144.4")
    #expect(back == Talk(id: older.id, answer: "answered by a\n"))
  }
}

/// What one task of codex said.
struct Talk: Hashable, Sendable {
  /// The conversation.
  let id: String
  /// The answer.
  let answer: String
}

extension Household {
  /// One task of codex on an account; it must succeed.
  func talk(_ label: String, _ words: [String], version: String? = nil) async throws -> Talk {
    var variables: [String: String?] = [:]
    if let version {
      variables["SWOP_CODEX_BIN"] = try RealCodex(version: version).executable.text
    }
    let ran = try await swop(["codex", "--account", label] + words, variables: variables)
    let id = ran.errors.split(separator: "\n").first { $0.hasPrefix("session id: ") }
    guard ran.status == 0, let id else { throw SessionTerminal.Unexpected(description: "\(ran)") }
    return Talk(id: String(id.dropFirst("session id: ".count)), answer: ran.output)
  }

  /// The conversations that codex's shared database lists.
  func rows(matching condition: String = "1") async throws -> [String] {
    let database = folder / "home" / ".codex" / "state_5.sqlite"
    let printed = try await tool(
      "/usr/bin/sqlite3", [database.text, "SELECT id FROM threads WHERE \(condition) ORDER BY id"])
    guard printed.status == 0 else { throw SessionTerminal.Unexpected(description: "\(printed)") }
    return printed.output.split(separator: "\n").map(String.init)
  }

  /// The conversation files of a home.
  func rollouts(in home: FilePath) throws -> [String] {
    let files = DiskFileSystem()
    func below(_ folder: FilePath) throws -> [String] {
      try files.list(folder).flatMap { name in
        try files.status(folder / name)?.kind == .folder ? try below(folder / name) : [name]
      }
    }
    let sessions = home / "sessions"
    return try files.status(sessions) == nil ? [] : try below(try files.resolve(sessions))
  }
}
