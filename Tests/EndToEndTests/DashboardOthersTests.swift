import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("A dashboard and other swops, end to end", .serialized)
struct DashboardOthersTests {
  @Test("the cursor stays on its account whatever becomes of those around it")
  func accounts() async throws {
    let house = try await Household.knowing(["work", "home", "lab"], servers: ["spare"])

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("3 lab.*ready")
      try await screen.type("3")
      try await screen.watch("▌● 3 lab")
      try await house.succeed("remove", "work")
      try await screen.watch("1 home.*▌● 2 lab")
      try await house.succeed("trash", "restore", "work")
      try await screen.watch("work.*ready")
      try await screen.watch("▌● . lab")
      try await house.bring("spare")
      try await screen.watch("spare.*ready")
      try await screen.watch("▌● . lab")
      try await house.succeed("rename", "home", "a-home")
      try await screen.watch("a-home.*ready")
      try await house.succeed("set", "a-home")
      try await screen.watch("a-home ◆")
      try await house.succeed("disable", "a-home")
      try await screen.watch("◌ . a-home")
      try await house.succeed("rename", "lab", "lab-2")
      try await screen.watch("▌● . lab-2")
      try await house.succeed("disable", "lab-2")
      try await screen.watch("▌◌ . lab-2")
      try await house.succeed("unset")
      try await screen.watch("^(?!.*◆)")
      // The account under the cursor goes: the one that takes its place is chosen.
      try await house.succeed("remove", "lab-2")
      try await screen.watch("^(?!.*[0-9] lab-2).*▌. . (spare|work)")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("readings of another swop move the rows, and the cursor with its account")
  func order() async throws {
    let house = try await Household.knowing(["work", "home", "lab"])

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("3 lab.*ready")
      try await screen.type("2tt")
      try await screen.watch("sort: 5h left")
      await house.server.standin.update { state, now in
        state.use(50, by: "work", at: now)
        state.use(20, by: "home", at: now)
      }
      try await house.eventually {
        // Rows stay while the cursor has just moved, and until numbers have changed.
        try await house.succeed("status", "--refresh")
        return
          (try? await screen.watch("3 lab[^\n]*\n▌● 2 home[^\n]*\n[^\n]*1 work", within: 1)) != nil
      }
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("settings, keys and themes that another swop changes hold at once")
  func settings() async throws {
    let house = try await Household.knowing(["work"])

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("1 work.*ready")
      try await house.succeed("config", "set", "keys.account.toggle", "X")
      try await screen.watch("X disable")
      try await screen.type("X")
      try await screen.watch("work is off")
      try await screen.type(",")
      try await screen.watch("strategy +most-left")
      try await house.succeed("config", "set", "strategy", "drain")
      try await screen.watch("strategy +drain")
      try await house.succeed("config", "set", "strategy", "--default")
      try await screen.watch("strategy +most-left")
      try house.write(
        "{name: 'mine', inherits: 'aurora', mode: 'any'}",
        to: house.folder / "root" / "themes" / "mine.json5")
      try await house.eventually {
        try await screen.type("T")
        return (try? await screen.watch("theme: mine", within: 1)) != nil
      }
      try await screen.type("qq")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("a proxy that another swop starts and ends is told at once")
  func proxy() async throws {
    let house = try await Household.knowing(["work"])

    // The status line needs a tall window.
    try await house.onTerminal(["ui"], columns: 120, rows: 36) { screen in
      try await screen.watch("proxy off")
      try await house.succeed("proxy", "start", "--background")
      try await screen.watch("proxy 127\\.0\\.0\\.1:\\d+ ● 0 answers now")
      try await house.succeed("proxy", "stop")
      try await screen.watch("proxy off")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("a run that another swop starts shows while it goes on, and the row cannot be deleted")
  func run() async throws {
    let house = try await Household.knowing(["work", "home"])
    let codex = try house.doubleOfCodex("read -r line; exit 0")

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("2 home.*ready")
      try await screen.type("2")
      try await screen.watch("▌● 2 home")
      try await house.onTerminal(
        ["codex", "--account", "home"], variables: ["SWOP_CODEX_BIN": codex.text]
      ) { other in
        try await screen.watch("▌▶ 2 home.*in use")
        try await screen.type("D")
        try await screen.watch("Delete account 2.*1 in progress, end it first")
        try await screen.press("\u{1B}", until: "run codex.*q quit")
        try await other.type("\n")
        #expect(try await other.end() == "0")
      }
      try await screen.watch("▌● 2 home.*ready")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }
}

extension Household {
  /// Another swop, which has to succeed.
  fileprivate func succeed(_ words: String...) async throws {
    let printed = try await swop(words)
    #expect(printed.status == 0, "\(words): \(printed)")
  }
}
