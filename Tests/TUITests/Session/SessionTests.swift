import Engine
import EngineCore
import TUIKit
import TestSupport
import Testing

@Suite("Sessions: keys in, frames out", .timeLimit(.minutes(1)))
struct SessionTests {
  @Test("E switches the chosen account off in the engine, the row says so, and E brings it back")
  func toggle() async throws {
    try await Session.play { session in
      try await session.see("lab", "low")
      session.press("3", "E")
      try await session.see("lab", "off")
      session.press("E")
      try await session.see("lab", "ready")
      #expect(session.fleet.changes == ["disable lab", "enable lab"])
    }
  }

  @Test(
    "the accounts of an older tool are named where there are no others, with the way to have them")
  func older() async throws {
    let fleet = MemoryFleet {
      $0.accounts = []
      $0.older = ["work", "home"]
    }
    try await Session.play(fleet) { session in
      try await session.see("The accounts work, home belong to an older version of swop.")
      try await session.see("Take them over: swop import")
    }
  }

  @Test("what the engine refuses is said in its own words, and the row stays as it was")
  func refused() async throws {
    let refusal = MemoryFleet.Refusal(
      code: "disk_full", message: "No room on the disk.", remedy: nil)
    try await Session.play(MemoryFleet { $0.refusal = refusal }) { session in
      try await session.see("lab", "low")
      session.press("3", "E")
      try await session.see("No room on the disk.")
      try await session.see("lab", "low")
    }
  }

  @Test("D asks; y moves to the trash, u brings back, and the cursor with it")
  func trash() async throws {
    try await Session.play { session in
      try await session.see("lab", "low")
      session.press("3", "D")
      try await session.see("Delete account 3")
      session.press("y")
      try await session.see("lab moved to the trash")
      session.press("u")
      try await session.see("▌", "lab", "low")
      #expect(session.fleet.changes == ["remove lab", "restore lab"])
    }
  }

  @Test("R shows the code; Esc ends the sign-in and leaves everything as it was")
  func cancelled() async throws {
    try await Session.play(Self.signingIn) { session in
      try await session.see("beta", "expired")
      session.press("6", "R")
      try await session.see("WXYZ-1234")
      session.press("Esc")
      try await session.seeNo("WXYZ-1234")
      try await session.see("beta", "expired")
    }
  }

  @Test("R to the end: the code is entered and the row is ready, on the same screen")
  func renewed() async throws {
    try await Session.play(Self.signingIn) { session in
      try await session.see("beta", "expired")
      session.press("6", "R")
      try await session.see("WXYZ-1234")
      session.fleet.enterCode()
      try await session.see("beta", "ready")
      try await session.seeNo("WXYZ-1234")
      #expect(!session.terminal.notes.contains("lend"))
    }
  }

  @Test(
    "Enter lends the screen to codex on the chosen row, and it is drawn whole when it comes back")
  func run() async throws {
    let session = try await Session.play { session in
      try await session.see("home", "ready")
      session.press("2", "Enter")
      try await session.see("home", "codex ended")
    }
    #expect(session.fleet.calls.contains("run home"))
    #expect(session.console.lines == ["+ swop codex --account home"])
    #expect(session.terminal.notes == ["start", "whole", "lend", "back", "whole", "stop"])
  }

  @Test("a codex that failed leaves its sentence on the plain screen until Enter")
  func failedRun() async throws {
    let session = try await Session.play(MemoryFleet { $0.end = .exited(3) }) { session in
      try await session.see("home", "ready")
      session.press("2", "Enter")
      try await session.see("status 3")
    }
    #expect(session.console.lines.last == "(Enter)")
    #expect(session.console.lines.contains { $0.contains("status 3") })
  }

  @Test("what another swop does shows up, and the cursor stays on its account")
  func others() async throws {
    try await Session.play { session in
      try await session.see("lab", "low")
      session.press("3")
      session.fleet.change { content in
        content.accounts.removeFirst()
        content.accounts.append(FleetFixture.snapshot(FleetFixture.account("fresh-one")))
      }
      session.tellOfChange()
      await session.time.waitForSleeper(within: .milliseconds(300))
      session.pass(.milliseconds(300))
      try await session.see("fresh-one")
      session.press("E")
      try await session.see("lab", "off")
    }
  }

  @Test("countdowns go on by the clock alone")
  func countdown() async throws {
    try await Session.play { session in
      try await session.see("lab", "41m")
      session.pass(.seconds(600))
      try await session.see("lab", "31m")
    }
  }

  @Test("a network that is gone is said, and the next reading by itself finds that it is back")
  func polls() async throws {
    let gone = ErrorReport(code: "network", message: "The server cannot be reached.", remedy: nil)
    try await Session.play(MemoryFleet { $0.unreadable = gone }) { session in
      try await session.see("lab", "low")
      session.press("Ctrl-R")
      try await session.see("offline")
      session.fleet.change { $0.unreadable = nil }
      await session.time.waitForSleeper(within: .seconds(900))
      session.pass(.seconds(900))
      try await session.seeNo("offline")
    }
  }

  @Test("the time of the next reading shows from the start, and follows what others have read")
  func nextPoll() async throws {
    try await Session.play(size: Size(columns: 120, rows: 36)) { session in
      // An account with a run is read every minute, one without every five.
      try await session.see("usage refresh in 51s")
      session.fleet.change { $0.accounts = FleetFixture.seven(liveRuns: 0) }
      session.tellOfChange()
      await session.time.waitForSleeper(within: .seconds(1))
      session.pass(.seconds(1))
      try await session.see("usage refresh in 4m")
    }
  }

  @Test("a page is half of the window, whose size is known when the terminal is taken")
  func page() async throws {
    let fleet = MemoryFleet { $0.accounts = FleetFixture.many(200) }
    try await Session.play(fleet, size: Size(columns: 120, rows: 36)) { session in
      session.press("g", "PgDn")
      try await session.see("19 of 200")
    }
  }

  @Test("keys that arrive together are one frame; a new size is drawn whole")
  func frames() async throws {
    try await Session.play { session in
      try await session.see("lab", "low")
      session.terminal.send(Array(repeating: .key(KeyStroke("j")), count: 5))
      try await session.see("▌", "beta")
      for label in ["home", "lab", "ops", "spare"] {
        #expect(!session.terminal.frames.contains { Session.shows(["▌", label], in: $0) })
      }
      session.terminal.send([.resized(Size(columns: 120, rows: 36))])
      try await session.terminal.see { $0.size == Size(columns: 120, rows: 36) }
      #expect(session.terminal.notes == ["start", "whole", "whole"])
    }
  }

  @Test("the cursor and the order survive, and are stored when they rest")
  func memory() async throws {
    let screens = MemoryScreens()
    try await Session.play(screens: screens) { session in
      try await session.see("lab", "low")
      session.press("3")
      try await session.see("▌", "lab")
      session.pass(.seconds(2))
    }
    try await Session.play(screens: screens) { session in
      try await session.see("▌", "lab")
    }
  }

  @Test("Ctrl-Z stops the program, c copies, and q leaves")
  func leaving() async throws {
    let session = try await Session.play { session in
      try await session.see("lab", "low")
      session.press("3", "Ctrl-Z", "c")
      try await session.see("copied")
      session.press("q")
    }
    let notes = session.terminal.notes.filter { $0 == "suspend" || $0.hasPrefix("copy") }
    #expect(notes == ["suspend", "copy lab"])
    #expect(session.fleet.calls.last == "finish")
  }

  private static var signingIn: MemoryFleet {
    MemoryFleet {
      $0.steps = [
        .enterCode(
          code: "WXYZ-1234", link: "https://auth.example/device", until: FleetFixture.now + 900)
      ]
    }
  }
}
