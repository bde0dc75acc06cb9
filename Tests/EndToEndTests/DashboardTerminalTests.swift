import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("The terminal under the dashboard, end to end", .serialized)
struct DashboardTerminalTests {
  @Test(
    "comes back as it was on every kind of terminal",
    arguments: [
      "xterm-256color", "tmux-256color", "screen", "screen-256color", "linux", "vt100",
    ])
  func types(type: String) async throws {
    let house = try await Household.knowing(["work", "home"])

    try await house.inDashboard(variables: ["TERM": type]) { shell, _ in
      try await shell.type("\u{1B}OB")
      try await shell.watch("▌. 2 home")
      try await shell.type("?")
      try await shell.watch("Keys.*Moving.*Esc close")
      try await shell.press("\u{1B}", until: "run codex.*q quit")
      try await shell.type("D")
      try await shell.watch("Delete account 2.*Keep")
      try await shell.press("\u{1B}", until: "run codex.*q quit")
      try await shell.resize(columns: 60, rows: 16)
      try await shell.watch("\\A.{0,60}\n(.{0,60}\n){14}.*q quit\\Z")
      try await shell.type("q")
      return 0
    }
  }

  @Test("comes back as it was from TERM and HUP", arguments: [15, 1])
  func signals(number: Int32) async throws {
    let house = try await Household.knowing(["work"])

    try await house.inDashboard { shell, _ in
      try await shell.type("?")
      try await shell.watch("Keys.*Moving")
      try await house.send(number, to: "dashboard")
      return 128 + number
    }
  }

  @Test("is the shell's while the dashboard is stopped, whatever is open")
  func stopped() async throws {
    let house = try await Household.knowing(["work", "home"])
    var before = ""

    try await house.inShell { shell in
      before = try await shell.modes()
      try await shell.type("$SWOP ui\n")
      try await shell.watch("2 home.*ready")
      try await shell.type("a")
      try await shell.watch("Add an account")
      try await shell.type("\u{1A}")
      try await shell.watch("Stopped.*@@")
      #expect(try await shell.modes() == before)
      try await shell.resize(columns: 120, rows: 36)
      try await shell.type("fg\n")
      try await shell.watch("Add an account.*╯")
      try await shell.press("\u{1B}", until: "run codex.*q quit")
      try await shell.watch("Pool capacity")
      try await shell.type("q")
      try await shell.watch("@@")
      #expect(try await shell.modes() == before)
    }
  }

  @Test("comes back to the dashboard from a codex that is killed")
  func killedRun() async throws {
    let house = try await Household.knowing(["work", "home"])
    let codex = try house.doubleOfCodex(
      #"printf '\033[>7u\033[?2004h\033[?1004h\033[?1003h\033[?1006h\033[?25l'"#
        + "; echo $$ > codex; stty raw -echo; exec sleep 600")

    try await house.inDashboard(variables: ["SWOP_CODEX_BIN": codex.text]) { shell, before in
      try await shell.type("2\r")
      try await shell.watch("swop codex --account home")
      try await house.eventually { (try? house.number("codex")) != nil }
      #expect(try await house.status("state")["home"] == "in_use")
      try await house.send(9, to: "codex")
      try await shell.watch("Enter leads back")
      #expect(try await shell.modes() == before)
      try await shell.type("\r")
      try await shell.watch("home +codex .*signal 9")
      try await shell.watch("2 home.*ready")
      try await shell.type("q")
      return 0
    }
  }

  @Test("takes codex with it when it closes during a run")
  func closedDuringRun() async throws {
    let house = try await Household.knowing(["work"])
    let codex = try house.doubleOfCodex("echo $$ > codex; exec sleep 600")
    var process: ProcessIdentity?

    try await house.onTerminal(["ui"], variables: ["SWOP_CODEX_BIN": codex.text]) { screen in
      try await screen.watch("1 work.*ready")
      try await screen.type("\r")
      try await house.eventually { (try? house.number("codex")) != nil }
      process = try house.runner.identity(of: house.number("codex"))
    }

    let codexProcess = try #require(process)
    try await house.eventually { !house.runner.isAlive(codexProcess) }
    #expect(try await house.status("state")["work"] == "ready")
  }

  @Test("what is pasted, clicked or typed in a flood does no harm")
  func flood() async throws {
    let house = try await Household.knowing(["work", "home", "lab"])

    try await house.inDashboard { shell, _ in
      try await shell.type("\u{1B}[200~qDy\rE\u{3}\u{1B}[201~")
      try await shell.type("\u{1B}[<0;5;7M\u{1B}[<0;5;7m")
      try await shell.watch("▌● 2 home")
      try await shell.type("\u{1B}[I\u{1B}[O\u{1B}[<64;5;7M\u{1B}[99~\u{1B}]11;rgb:0/0/0\u{7}")
      try await shell.watch("▌● 1 work")
      for _ in 0..<20 { try await shell.type(String(repeating: "jk", count: 500) + "j") }
      try await shell.watch("▌● [123] ")
      try await shell.type("1")
      try await shell.watch("▌● 1 work")
      #expect(try await house.status("enabled").count == 3)
      try await shell.type("q")
      return 0
    }
  }
}

extension Household {
  /// Plays the dashboard in a shell. The terminal has to come back as it was, and the program to end with
  /// the status that the play names.
  fileprivate func inDashboard(
    variables: [String: String?] = [:],
    _ play: (_ shell: SessionTerminal, _ modesBefore: String) async throws -> Int32
  ) async throws {
    try await inShell(variables: variables) { shell in
      let before = try await shell.modes()
      try await shell.type("sh -c 'echo $$ > dashboard; exec \"$SWOP\" ui'\n")
      try await shell.watch("1 work.*ready")
      let status = try await play(shell, before)
      try await shell.watch("@@")
      #expect(try await shell.modes() == before)
      try await shell.type("status=$?; clear; echo sta''tus=$status\n")
      try await shell.watch("^status=\(status)\n@@")
    }
  }

  /// Sends a signal to the process whose number was noted in a file.
  fileprivate func send(_ signal: Int32, to name: String) async throws {
    try await tool("/bin/sh", ["-c", "kill -\(signal) \(try number(name))"])
  }

  /// A process number that was noted in a file of the folder that programs are started in.
  fileprivate func number(_ name: String) throws -> Int32 {
    let text = String(decoding: try bytes(folder / "work" / name), as: UTF8.self)
    guard let number = Int32(text.split(whereSeparator: \.isWhitespace).joined()) else {
      throw SessionTerminal.Unexpected(description: "no process number: \(text)")
    }
    return number
  }
}
