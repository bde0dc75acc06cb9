import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("codex's own screen, end to end", .serialized)
struct SessionScreenTests {
  @Test(
    "shows itself, answers, follows a resize, and leaves no background process",
    arguments: RealCodex.versions)
  func screen(version: String) async throws {
    let house = try await Household([StandinAccount("work")], codex: version)
    try await house.bring("work")

    try await house.onTerminal(["codex"]) { terminal in
      try await house.passTrust(terminal)
      try await house.say("hello", on: terminal)
      try await terminal.watch("answered by work")
      // Only a wider screen has room for that in a line. What is typed while codex draws itself again may
      // be lost, and 0.156.0 may miss a resize as well: the kernel tells it of each, swop has no part in it.
      for attempt in 0..<5 {
        try await terminal.resize(columns: 140 + attempt, rows: 40)
        try await terminal.type("\u{15}" + String(repeating: "x", count: 120))
        if (try? await terminal.watch("x{120}", within: 15)) != nil { break }
      }
      try await terminal.watch("x{120}", within: 1)
      try await terminal.type("\u{15}")
      try await house.quit(terminal)
      #expect(try await terminal.end() == "0")
    }

    let home = house.folder / "root" / "accounts" / "work" / "codex"
    let left = try DiskFileSystem().list(home).filter { $0.hasPrefix("app-server") }
    #expect(left == [] && !DiskFileSystem().exists(home / "packages"))
    #expect(try await house.processes() == "")
    #expect(Set(await house.turns().map(\.account)) == ["work"])
  }

  @Test("Ctrl-Z stops it under a shell, fg brings it back, and its status reaches the shell")
  func stopAndContinue() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    try await house.inShell { shell in
      try await shell.type("$SWOP codex\n")
      try await house.passTrust(shell)
      try await shell.type("\u{1A}")
      try await shell.watch(#"Stopped.*@@"#)
      // While it is stopped it is a run that lives.
      #expect(try await house.status("state") == ["work": "in_use"])
      try await shell.type("fg; echo sta''tus=$?\n")
      try await shell.watch("default · /")
      // codex throws away what was typed before it was back.
      for _ in 0..<30 {
        try await shell.type("h")
        if (try? await shell.watch("› h+", within: 1)) != nil { break }
      }
      try await shell.type("\u{15}")
      try await house.say("hello", on: shell)
      try await shell.watch("answered by work")
      try await house.quit(shell)
      try await shell.watch("status=0.*@@")
    }

    #expect(try await house.processes() == "")
  }

  @Test("Ctrl-C during a task ends codex as it would without swop")
  func interrupt() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.script(Behaviour(.hang, on: .responses), for: "work")

    let statuses = try await house.interrupted(
      "$SWOP codex --account work exec --skip-git-repo-check hi")
    let alone = try await house.interrupted(
      "CODEX_HOME=$SWOP_ROOT/accounts/work/codex $SWOP_CODEX_BIN exec --skip-git-repo-check"
        + " -c openai_base_url='\"\(house.server.responsesURL)\"'"
        + " -c chatgpt_base_url='\"\(house.server.backendURL)\"' hi")

    #expect(statuses == alone)
    #expect(try await house.processes() == "")
  }

  @Test("a codex that is killed leaves the shell its terminal as it was")
  func killed() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let codex = try house.doubleOfCodex("stty raw -echo; kill -9 $$")

    try await house.inShell(variables: ["SWOP_CODEX_BIN": codex.text]) { shell in
      let before = try await shell.modes()
      try await shell.type("$SWOP codex; status=$?; echo en''ded\n")
      try await shell.see("ended")
      #expect(try await shell.modes() == before)
      try await shell.type("echo sta''tus=$status\n")
      try await shell.see("status=137")
    }
  }

  @Test("a terminal that goes away takes codex with it")
  func hangUp() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    try await house.onTerminal(["codex"]) { terminal in
      try await house.passTrust(terminal)
    }

    #expect(try await house.processes() == "")
    #expect(try await house.status("state") == ["work": "ready"])
  }
}

extension Household {
  /// Waits for codex's screen; some ask first whether the folder is trusted.
  func passTrust(_ terminal: SessionTerminal) async throws {
    let first = try await terminal.watch(
      #"default · /|1\. (Yes|Trust).*(enter continue|Press enter)"#)
    guard first.hasPrefix("1") else { return }
    // 0.156.0 hears no key while it waits for its own start, and gives up if keys keep coming meanwhile.
    for _ in 0..<12 {
      try await terminal.type("\r")
      if (try? await terminal.watch("default · /", within: 5)) != nil { return }
    }
    try await terminal.watch("default · /")
  }

  /// Asks codex something on its screen.
  func say(_ words: String, on terminal: SessionTerminal) async throws {
    try await terminal.type(words)
    // A return that comes with the text counts as part of a paste.
    try await terminal.watch("› " + words)
    try await terminal.type("\r")
  }

  /// Leaves codex's screen.
  func quit(_ terminal: SessionTerminal) async throws {
    try await terminal.type("/quit")
    try await terminal.watch("(?i)exit codex")
    try await terminal.type("\r")
  }

  /// The processes that belong to this household's root, for people; empty when nothing is left.
  func processes() async throws -> String {
    let root = (folder / "root").text
    for _ in 0..<100 {
      let found = try await tool(
        "/bin/bash",
        [
          "-c",
          "for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ 2>/dev/null"
            + " | grep -qx \"CODEX_HOME=$1/.*\" && echo \"$p $(tr '\\0' ' ' < $p/cmdline)\"; done",
          "bash", root,
        ])
      if found.output.isEmpty { return "" }
      try await SystemTimeSource().sleep(for: .milliseconds(100))
    }
    return try await tool("/bin/bash", ["-c", "ps -ef | grep codex"]).output
  }

  /// The status that a shell sees of a task that is interrupted while the server is asked.
  fileprivate func interrupted(_ command: String) async throws -> String {
    var status = ""
    let before = await server.standin.entries.count
    try await inShell { shell in
      try await shell.type(command + "; echo sta''tus=$?\n")
      _ = await server.standin.wait { state in
        state.entries.dropFirst(before).contains { $0.endpoint == .responses && !$0.isUpgrade }
      }
      try await shell.type("\u{3}")
      try await shell.see("@@ ")
      try await shell.type("echo sta''tus=$?\n")
      status = try await shell.see(#"status=\d+"#)
    }
    return status
  }
}
