import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("SharedHomeChoice")
struct SharedHomeChoiceTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let a: FilePath
  private let b: FilePath

  init() throws {
    folder = try TemporaryFolder()
    for name in ["home/.codex", "a", "b", "c", "mine"] {
      try files.createFolder(folder / name, mode: .privateFolder)
    }
    (a, b) = (folder / "a", folder / "b")
  }

  private func choice(_ named: String?, setting: FilePath? = nil) -> SharedHomeChoice {
    let home = folder / "home"
    var environment = ProcessEnvironment()
    environment["CODEX_HOME"] = named
    return SharedHomeChoice(
      layout: SandboxLayout(
        root: home / ".swop", sharedHome: setting ?? home / ".codex", userHome: home),
      setting: setting, environment: environment, folder: folder.path, files: files)
  }

  private func addAccount() throws {
    let sandbox = folder / "home/.swop/accounts/work"
    try files.createFolder(sandbox / "codex", mode: .privateFolder)
    try files.replace(sandbox / "meta.json", with: Data("{}".utf8), mode: .privateFile)
  }

  @Test("is settled where nothing is named, or the usual folder by any name")
  func usual() throws {
    try files.createLink(folder / "alias", to: folder / "home/.codex")

    for named in [nil, "", "home/.codex", (folder / "alias").text] {
      #expect(choice(named).standing == .settled)
    }
  }

  @Test(
    "takes the first folder over, also a relative one, and another one while there is no account")
  func first() throws {
    #expect(choice("a").standing == .new(a))
    #expect(choice("mine").standing == .new(folder / "mine"))

    try choice(nil).noteAdoption(of: a)
    #expect(choice("b", setting: a).standing == .new(b))
    #expect(choice(nil, setting: a).standing == .new(nil))
  }

  @Test("does not follow the variable once there are accounts")
  func existing() throws {
    try addAccount()

    #expect(choice("a").standing == .changed(named: a))
    #expect(choice("a").current == folder / "home/.codex")
  }

  @Test("takes another value, and none, for a change of a folder that was taken over")
  func changed() throws {
    try addAccount()
    try choice("a").noteAdoption(of: a)

    #expect(choice("a", setting: a).standing == .settled)
    #expect(choice("b", setting: a).standing == .changed(named: b))
    #expect(choice(nil, setting: a).standing == .changed(named: nil))
  }

  @Test("a folder that a person chose holds where the variable is not set, or said the same then")
  func chosen() throws {
    try addAccount()
    #expect(choice(nil, setting: a).standing == .settled)
    #expect(choice("b", setting: a).standing == .changed(named: b))

    try choice("b", setting: a).noteChoice(of: a)

    #expect(choice("b", setting: a).standing == .settled)
    #expect(choice(nil, setting: a).standing == .settled)
    #expect(choice("c", setting: a).standing == .changed(named: folder / "c"))
    #expect(choice("b", setting: folder / "d").standing == .changed(named: b))
  }

  @Test("sandboxes and pools, of this root or another one, are not the user's own")
  func ofSwop() throws {
    try addAccount()
    let other = folder / "other/accounts/x"
    try files.createFolder(other / "codex", mode: .privateFolder)
    try files.createFolder(folder / "other/pool/codex", mode: .privateFolder)
    try files.replace(other / "meta.json", with: Data("{}".utf8), mode: .privateFile)
    try files.createLink(folder / "alias", to: folder / "home/.swop")

    let homes = [
      folder / "home/.swop/accounts/work/codex", folder / "home/.swop/pool/codex",
      folder / "alias/accounts/work/codex", other / "codex", folder / "other/pool/codex",
    ]
    #expect(homes.map { choice($0.text, setting: a).standing } == homes.map { _ in .settled })
    let mine = folder / "other/mine/codex"
    try files.createFolder(mine, mode: .privateFolder)
    #expect(choice(mine.text).standing == .changed(named: mine))
  }

  @Test(
    "a folder that does not exist is passed over where the usual one is shared, and not elsewhere")
  func missing() throws {
    #expect(choice("none").standing == .settled)
    #expect(choice("none").passedOver == folder / "none")

    try addAccount()
    #expect(choice("none").standing == .settled)
    #expect(choice("none", setting: a).standing == .changed(named: folder / "none"))
    #expect(choice("none", setting: a).passedOver == nil)
  }
}
