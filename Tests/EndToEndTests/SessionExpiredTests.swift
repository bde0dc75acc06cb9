import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("A session that has expired, end to end", .serialized)
struct SessionExpiredTests {
  private static let exec = [
    "codex", "--account", "work", "exec", "--skip-git-repo-check", "say hi",
  ]
  private static let offer = #"Sign in again now\? \[Y\]es in a browser, with a \[c\]ode, \[n\]o: "#

  @Test("dead after codex failed: offered once, renewed by code, and run again exactly once")
  func renewedAfterFailure() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.update { state, _ in state.signOut("work") }

    try await house.onTerminal(Self.exec) { terminal in
      try await terminal.see("The session of work has expired: .*" + Self.offer)
      // Everyone knows at once, also while the question is open.
      #expect(try await house.status("state") == ["work": "expired"])
      #expect(try await house.swop(["best"]).status == 3)
      try await terminal.type("c\n")
      try await terminal.see("answered by work")
      #expect(try await terminal.end() == "0")
    }

    let counters = await house.server.standin.counters
    #expect(counters.turns == ["work": 1])
    #expect(counters.signIns == ["work": 1])
    #expect(try await house.status("state") == ["work": "ready"])
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements
    #expect(runs?.map { $0["status"] } == [0, 1])
  }

  @Test("dead before the start: codex is not even tried until the sign-in is renewed")
  func renewedBeforeStart() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    try await house.age(tokenOf: "work")
    await house.server.standin.update { state, _ in state.signOut("work") }

    try await house.onTerminal(Self.exec) { terminal in
      try await terminal.see(Self.offer)
      #expect(await house.server.standin.entries.filter { $0.endpoint == .responses } == [])
      try await terminal.type("code\n")
      try await terminal.see("answered by work")
      #expect(try await terminal.end() == "0")
    }

    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements
    #expect(runs?.map { $0["status"] } == [0])
  }

  @Test("“n” gives up with 4 and names the way on; the old sign-in stays as it was")
  func declined() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    try await house.age(tokenOf: "work")
    await house.server.standin.update { state, _ in state.signOut("work") }
    let before = try house.bytes(house.authFile("work"))

    try await house.onTerminal(Self.exec) { terminal in
      try await terminal.see(Self.offer)
      try await terminal.type("n\n")
      try await terminal.see("Sign in again: swop relogin work")
      #expect(try await terminal.end() == "4")
    }

    #expect(try house.bytes(house.authFile("work")) == before)
    #expect(await house.server.standin.counters.signIns == [:])
    // Anyone who asks afterwards does not tell it once more.
    _ = try await house.swop(["status", "--refresh"])
    let events = try await house.swop(["events", "--json"]).json()["events"]?.elements
    let told = events?.filter { $0["message"]?.text?.contains("has expired") == true }
    #expect(told?.map { $0["kind"] } == ["account_expired"])
  }

  @Test("still dead after the renewal: no second offer, exit 4")
  func deadAgain() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.update { state, _ in state.signOut("work") }

    try await house.onTerminal(Self.exec) { terminal in
      try await terminal.see(Self.offer)
      try await terminal.type("c\n")
      _ = await house.server.standin.wait { $0.counters.signIns["work"] == 1 }
      await house.server.standin.update { state, _ in state.signOut("work") }
      try await terminal.see("swop relogin work")
      #expect(try await terminal.end() == "4")
      let shown = try await terminal.everything()
      #expect(shown.split(separator: "Sign in again now?").count == 2, "\(shown)")
    }

    #expect(await house.server.standin.counters.signIns == ["work": 1])
  }

  @Test("without a terminal: exit 4, naming swop relogin, and no question")
  func noTerminal() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.update { state, _ in state.signOut("work") }

    let ran = try await house.swop(Self.exec)
    let later = try await house.swop(["codex", "--json", "--account", "work"] + Self.exec[3...])

    #expect(ran.status == 4, "\(ran)")
    #expect(ran.errors.hasSuffix("Sign in again: swop relogin work\n"), "\(ran)")
    #expect(!ran.errors.contains("Sign in again now?"), "\(ran)")
    #expect(try await house.status("state") == ["work": "expired"])
    // The second time codex is not even tried: the account is known to be dead.
    #expect(later.status == 4, "\(later)")
    #expect(later.error?["code"] == "sign_in_needed", "\(later)")
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements
    #expect(runs?.count == 1)
    #expect(later.error?["remedy"] == "Sign in again: swop relogin work", "\(later)")
  }

  @Test("a dead account is passed over at once, and the others go on")
  func passedOver() async throws {
    let house = try await Household([StandinAccount("a"), StandinAccount("b")])
    for name in ["a", "b"] { try await house.bring(name) }
    await house.server.standin.update { state, _ in state.signOut("a") }

    let read = try await house.swop(["status", "-R", "--json"])
    let best = try await house.swop(["best", "--json"]).json()

    #expect(read.status == 0, "\(read)")
    #expect(try await house.status("state") == ["a": "expired", "b": "ready"])
    #expect(best["selected"] == "b")
  }

  @Test("a failure that is not about the sign-in never asks for one")
  func otherFailure() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.script(
      Behaviour(.status(400, body: #"{"error":{"message":"no such model"}}"#), on: .responses),
      for: "work")

    try await house.onTerminal(Self.exec) { terminal in
      let status = try await terminal.end()
      let shown = try await terminal.everything()
      #expect(status == "1" && !shown.contains("Sign in again"), "\(shown)")
    }

    #expect(try await house.status("state") == ["work": "ready"])
  }
}

extension Household {
  /// Gives an account a token that has to be renewed before it is used.
  func age(tokenOf name: String) async throws {
    let file = try await newSignIn(of: name, lifetimeSeconds: 60)
    try DiskFileSystem().move(file, to: authFile(name))
  }
}
