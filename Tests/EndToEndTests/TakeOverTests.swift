import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

@Suite("Accounts of an older tool, taken over by the first run on a terminal")
struct TakeOverTests {
  private static let words = ["codex", "exec", "--skip-git-repo-check", "hi"]
  private static let question = "Take over now\\?"

  @Test("a yes takes them over, and the run goes on")
  func yes() async throws {
    let house = try await Self.household()
    try await house.onTerminal(Self.words) { terminal in
      _ = try await terminal.see(Self.question)
      try await terminal.type("y\r")
      _ = try await terminal.watch("answered by a")
      #expect(try await terminal.end() == "0")
    }
    let accounts = try await house.swop(["status", "--json"]).json()["accounts"]?.elements
    #expect(accounts?.map { $0["label"]?.text } == ["My Work"])
    #expect(house.names("accounts/my-work") == ["codex", "home", "meta.json"])
  }

  @Test(
    "a no and Ctrl-C leave every file as it was, and the terminal too",
    arguments: [("n\r", "1"), ("\u{3}", "130")])
  func no(keys: String, status: String) async throws {
    let house = try await Self.household()
    let before = try Self.content(house)
    let usual = try await house.onTerminal(["--version"]) { terminal in
      _ = try await terminal.end()
      return try await terminal.modes()
    }
    try await house.onTerminal(Self.words) { terminal in
      _ = try await terminal.see(Self.question)
      try await terminal.type(keys)
      #expect(try await terminal.end() == status)
      #expect(try await terminal.modes() == usual)
    }
    #expect(try Self.content(house) == before)
    #expect(await house.turns() == [])
  }

  /// Every file of the older tool's accounts, and what plain codex signs in with.
  private static func content(_ house: Household) throws -> [FilePath: Data] {
    let paths = try house.inspection.allFiles(house.root / "accounts")
    let link = house.folder / "home" / ".codex" / "auth.json"
    var content: [FilePath: Data] = [:]
    for path in paths + [link] { content[path] = try DiskFileSystem().read(path) }
    return content
  }

  /// A root in which an older tool keeps one account.
  private static func household() async throws -> Household {
    let house = try await Household([StandinAccount("a")])
    let files = DiskFileSystem()
    let account = house.root / "accounts" / "my-work"
    let signIn = account / "home" / ".codex" / "auth.json"
    try files.createFolder(signIn.parent, mode: .privateFolder)
    try files.createFolder(house.folder / "home" / ".codex", mode: .privateFolder)
    let meta =
      #"{"schema_version":1,"label":"My Work","label_key":"my-work","created_at":"2026-01-01T00:00:00Z"}"#
    try files.replace(account / "meta.json", with: Data(meta.utf8), mode: .privateFile)
    try files.move(try await house.newSignIn(of: "a"), to: signIn)
    try files.createLink(house.folder / "home" / ".codex" / "auth.json", to: signIn)
    return house
  }
}
