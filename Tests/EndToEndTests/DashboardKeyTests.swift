import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

@Suite("Every key of the dashboard, end to end", .serialized)
struct DashboardKeyTests {
  @Test("every command that swop keys names is pressed here")
  func complete() async throws {
    let commands = try await Household([]).keys()

    let proofs = [
      KeyProofs.moving, KeyProofs.accounts, KeyProofs.newAccounts, KeyProofs.signingIn,
      KeyProofs.running, KeyProofs.finding, KeyProofs.reading, KeyProofs.panels,
      KeyProofs.settings, KeyProofs.workspaces, KeyProofs.program,
    ]
    let proved = proofs.flatMap { $0.map(\.key) } + KeyProofs.atTheShell
    #expect(proved.sorted() == commands.keys.sorted())
  }

  @Test("the cursor")
  func moving() async throws {
    let names = ["work", "home", "lab", "ops", "five", "six", "seven", "eight", "nine"]

    try await Household.knowing(names).prove(KeyProofs.moving)
  }

  @Test("what is done to an account")
  func accounts() async throws {
    try await Household.knowing(["work", "home", "lab"]).prove(KeyProofs.accounts)
  }

  @Test("new accounts")
  func newAccounts() async throws {
    let house = try await Household.knowing(["work", "home"], servers: ["spare"])

    try await house.prove(KeyProofs.newAccounts)
  }

  @Test("a sign-in that waits for someone")
  func signingIn() async throws {
    let house = try await Household.knowing(["work", "home"])
    await house.settings { $0.approvesDeviceAtPoll = nil }
    let programs = house.folder / "programs"
    try DiskFileSystem().createFolder(programs, mode: .privateFolder)
    try house.writeProgram("printf '%s' \"$1\" > opened", to: programs / "xdg-open")

    try await house.prove(
      KeyProofs.signingIn,
      variables: ["PATH": programs.text + ":/usr/bin:/bin", "DISPLAY": ":0"])
  }

  @Test("runs")
  func running() async throws {
    let house = try await Household.knowing(["work", "home"])
    let codex = try house.doubleOfCodex("printf '%s' \"$CODEX_HOME\" > ran; exit 0")

    try await house.prove(KeyProofs.running, variables: ["SWOP_CODEX_BIN": codex.text])
  }

  @Test("search and order")
  func finding() async throws {
    try await Household.knowing(["work", "home", "lab"]).prove(KeyProofs.finding)
  }

  @Test("readings")
  func reading() async throws {
    try await Household.knowing(["work", "home"]).prove(KeyProofs.reading)
  }

  @Test("panels")
  func panels() async throws {
    try await Household.knowing(["work", "home"]).prove(KeyProofs.panels)
  }

  @Test("settings")
  func settings() async throws {
    try await Household.knowing(["work"]).prove(KeyProofs.settings)
  }

  @Test("workspaces")
  func workspaces() async throws {
    let house = try await Household.knowing(["work"])
    let engine = try house.doubleOfEngine()

    try await house.prove(
      KeyProofs.workspaces, variables: ["PATH": engine.parent.text + ":/usr/bin:/bin"])
  }

  @Test("the program")
  func program() async throws {
    try await Household.knowing(["work", "home"]).prove(KeyProofs.program)
  }

  @Test("leaving, for a while and for good")
  func atTheShell() async throws {
    let house = try await Household.knowing(["work"])
    let keys = try await house.keys()
    let suspend = try #require(keys["app.suspend"]?.first)
    let quits = try #require(keys["app.quit"])

    try await house.inShell { shell in
      for quit in quits {
        try await shell.type("$SWOP ui\n")
        try await shell.watch("1 work.*ready")
        try await shell.type(suspend.sent)
        try await shell.watch("Stopped.*@@")
        try await shell.type("fg\n")
        try await shell.watch("1 work.*ready.*quit")
        try await shell.type(quit.sent)
        try await shell.watch("@@")
        try await shell.type("status=$?; clear; echo sta''tus=$status\n")
        try await shell.watch("^status=0\n@@")
      }
    }
  }
}
