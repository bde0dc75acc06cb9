import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("The dashboard, end to end", .serialized)
struct DashboardTests {
  @Test("keys change the real accounts on disk, and the screen follows")
  func keys() async throws {
    let house = try await household("work", "home", "lab")

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("3 lab.*ready")
      try await screen.type("2s")
      try await screen.watch("home is the default account")
      #expect(try await house.status("default")["home"] == true)
      try await screen.type("E")
      try await screen.watch("home is off")
      #expect(try await house.status("enabled")["home"] == false)
      try await screen.type("e")
      try await screen.watch("home is on")
      try await screen.type("m")
      try await screen.press("\u{15}home-2", until: "home-2.*╯")
      try await screen.type("\r")
      try await screen.watch("home is now called home-2")
      #expect(try await Set(house.status("state").keys) == ["work", "home-2", "lab"])
      try await screen.type("3D")
      try await screen.watch("Delete account 3")
      try await screen.press("y", until: "lab moved to the trash")
      try await screen.type("u")
      try await screen.watch("lab is back")
      #expect(try await house.status("state")["lab"] == "ready")
      try await screen.type("/is:off")
      try await screen.watch("0 of 3")
      try await screen.type("\u{1B}")
      try await screen.watch("1 work")
      try await screen.type(".")
      try await screen.watch("usage refreshed")
      try await screen.type("3D")
      try await screen.watch("Delete account 3")
      try await screen.press("y", until: "lab moved to the trash")
      #expect(try await Set(house.status("state").keys) == ["work", "home-2"])
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("Enter runs the real codex on the row and comes back with what it cost")
  func run() async throws {
    let house = try await household("work", "home")

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("2 home.*ready")
      try await screen.type("2\r")
      try await house.passTrust(screen)
      try await house.say("hello", on: screen)
      try await screen.watch("answered by home")
      #expect(try await house.status("state")["home"] == "in_use")
      try await house.quit(screen)
      try await screen.watch("codex ended with status 0 after .* left")
      #expect(await Set(house.turns().map(\.account)) == ["home"])
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
    #expect(try await house.processes() == "")
  }

  @Test("R signs in to an expired account without leaving the screen")
  func relogin() async throws {
    let house = try await household("work", "home")
    await house.server.standin.update { state, _ in
      state.signOut("home")
      state.settings.approver = "home"
    }
    #expect(try await house.swop(["status", "--refresh"]).status == 0)
    #expect(try await house.swop(["status", "--refresh"]).status == 0)
    await house.server.standin.update { state, now in
      state.add(StandinAccount("home"), at: now)
      // No one approves before the code was seen.
      state.settings.approvesDeviceAtPoll = 3
    }

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("2 home.*expired")
      try await screen.type("2R")
      try await screen.watch("Sign in to home.*enter")
      try await screen.watch("home is signed in")
      #expect(try await house.status("state")["home"] == "ready")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("read-only changes nothing; the theme and the cursor are there again the next time")
  func memory() async throws {
    let house = try await household("work", "home")

    try await house.onTerminal(["ui", "--read-only"]) { screen in
      try await screen.watch("2 home.*ready")
      try await screen.type("2E")
      try await screen.watch("read-only")
      try await screen.type("T")
      try await screen.watch("theme: aurora")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
    try await house.onTerminal(["ui", "--ascii"]) { screen in
      try await screen.watch(">\\* 2 home")
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
    #expect(try await house.status("enabled")["home"] == true)
  }

  @Test("a terminal that cannot draw is refused with another way")
  func refusal() async throws {
    let house = try await Household([])
    for type in ["dumb", nil] {
      let printed = try await house.swop(["ui"], variables: ["TERM": type])

      #expect(printed.status == 1, "\(printed)")
      #expect(printed.errors.contains("swop status --watch --plain"), "\(printed)")
    }
  }

  @Test("the demo shows its samples, and takes everything with it when it ends")
  func demo() async throws {
    let house = try await Household([])
    let cache = house.folder / "cache"

    try await house.onTerminal(["ui", "--demo"], variables: ["XDG_CACHE_HOME": cache.text]) {
      screen in
      try await screen.watch("7 old.*off", within: 120)
      try await screen.watch("DEMO")
      try await screen.type("w")
      try await screen.watch("acme/website")
      try await screen.type("qq")
      #expect(try await screen.end() == "0")
    }

    #expect(try DiskFileSystem().list(cache / "swop") == [])
    #expect(!DiskFileSystem().exists(house.folder / "root"))
  }

  @Test("the demo takes everything with it when its terminal closes")
  func demoHungUp() async throws {
    let house = try await Household([])
    let cache = house.folder / "cache"

    try await house.onTerminal(["ui", "--demo"], variables: ["XDG_CACHE_HOME": cache.text]) {
      screen in
      _ = try await screen.watch("7 old.*off", within: 120)
    }

    #expect(try DiskFileSystem().list(cache / "swop") == [])
  }

  private func household(_ names: String...) async throws -> Household {
    let house = try await Household(
      names.map { StandinAccount($0, windows: [.fiveHours(used: 20), .week(used: 30)]) })
    for name in names { #expect(try await house.bring(name).status == 0) }
    return house
  }
}
