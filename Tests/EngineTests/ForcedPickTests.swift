import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Accounts that codex's configuration excludes")
struct ForcedPickTests {
  private let files = DiskFileSystem()

  private func layout(_ scene: FleetScene) -> SandboxLayout {
    SandboxLayout(
      root: scene.folder / "root", sharedHome: scene.folder / "home" / ".codex")
  }

  /// Writes the shared configuration. This scene's codex cannot be asked about it.
  private func force(_ scene: FleetScene, _ text: String) throws {
    let shared = scene.folder / "home" / ".codex"
    try files.createFolder(shared, mode: .privateFolder)
    try files.replace(
      shared / "config.toml", with: Data("# x\n\(text)\n".utf8), mode: .privateFile)
  }

  @Test("accounts that codex's configuration excludes are not taken, and file and line are said")
  func excluded() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 10)
    try await scene.add("home", week: 60)
    _ = try await scene.fleet.setDefault(label: "work")
    try force(scene, "forced_chatgpt_workspace_id = \"home\"")
    let place = (scene.folder / "home" / ".codex" / "config.toml").text + ":2"

    let usual = try await scene.fleet.pick(for: .usual)
    let automatic = try await scene.fleet.pick(for: .automatic(nil))
    let ranking = try await scene.fleet.ranking(strategy: nil)
    let named = await #expect(throws: FleetError.self) {
      _ = try await scene.fleet.pick(for: .exactly(label: "work"))
    }

    #expect(usual.account.label.text == "home")
    #expect(usual.notices.first?.contains("\(place) allows only workspace home") == true)
    #expect(automatic.account.label.text == "home")
    #expect(ranking.entries.map(\.isViable) == [true, false])
    #expect(named?.message.contains("\(place) allows only workspace home") == true)
    #expect(named?.outcome == .noAccountUsable)
  }

  @Test(
    "when a line excludes every account, that line is the message and nothing waits for a reset")
  func allExcluded() async throws {
    let scene = try FleetScene()
    try await scene.add("work", week: 100)
    try await scene.add("home")
    try force(scene, "forced_login_method = \"api\"")

    for choice in [AccountChoice.usual, .automatic(nil)] {
      let error = await #expect(throws: FleetError.self) {
        _ = try await scene.fleet.rotatedPick(choice, at: await scene.fleet.place)
      }
      #expect(error?.message.contains("config.toml:2 allows only API keys") == true)
      #expect(error?.outcome == .noAccountUsable)
    }
  }

  @Test("what needs no sign-in, as --version or mcp, takes an account that a line excludes")
  func excludedButLocal() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    try force(scene, "forced_login_method = \"api\"")

    for words: [Argument] in [["--version"], ["mcp", "list"], ["features", "list"]] {
      let place = RunPlace(directory: scene.folder.path, arguments: words, binary: nil)
      #expect(try await scene.fleet.pick(for: .usual, at: place).account.label.text == "work")
    }
  }

  @Test("what a crashed run left is put right by the next command: the sign-in, or its copy")
  func recovered() async throws {
    let scene = try FleetScene()
    let work = try await scene.add("work")
    let sandbox = layout(scene).sandbox(work.key)
    let guards = SignInGuard(of: sandbox.signInFile, files: files)
    try guards.link()
    try files.remove(sandbox.signInFile)
    try force(scene, "forced_login_method = \"api\"")

    _ = try await scene.fleet.snapshot()
    #expect(files.exists(sandbox.signInFile) && !guards.exists)
    #expect(try scene.events(about: "work").contains(.warning))

    try guards.link()
    try files.remove(sandbox.signInFile)
    try force(scene, "")
    _ = try await scene.fleet.snapshot()

    #expect(!files.exists(sandbox.signInFile) && !guards.exists)
  }

  @Test("no copy of a sign-in stays behind a logout, or is in the trash beside it")
  func noStrayCopy() async throws {
    let scene = try FleetScene()
    for label in ["work", "home"] {
      let sandbox = layout(scene).sandbox(try await scene.add(label).key)
      try SignInGuard(of: sandbox.signInFile, files: files).link()
    }

    let out = try await scene.fleet.logout(label: "work").0
    let removed = try await scene.fleet.remove(label: "home")

    for entry in [out, removed] {
      let names = try files.list(entry.folder / "codex")
      #expect(!names.contains(SignInGuard.name))
    }
    #expect(!files.exists(out.folder / "codex" / "auth.json"))
    #expect(files.exists(removed.folder / "codex" / "auth.json"))
  }
}
