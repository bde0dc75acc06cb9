import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("swop themes, and files that cannot be used")
struct ThemesCommandTests {
  @Test(
    "a file that cannot be read is told with its place and what to do, by list, check and preview",
    arguments: [["list"], ["check"], ["preview", "mono"]])
  func unreadable(words: [String]) async throws {
    let rig = try Rig()
    let folder = rig.folder / "themes"
    let files = DiskFileSystem()
    try files.createFolder(folder / "folder.json5", mode: .privateFolder)
    let blanks = Data(repeating: 0x20, count: 262_145)
    try files.replace(folder / "large.json5", with: blanks, mode: .privateFile)
    try files.createLink(folder / "gone.json5", to: "/nowhere")

    let outcome = await rig.run((["themes"] + words).map { Argument($0) })

    let told = outcome.output + outcome.errors
    #expect(told.contains("\(folder.text)/large.json5 is larger than 256 KiB."), "\(outcome)")
    #expect(told.contains("Cannot read \(folder.text)/folder.json5: it is a folder."), "\(outcome)")
    #expect(
      told.contains("Cannot read \(folder.text)/gone.json5: no such file"), "\(outcome)")
  }

  @Test("where all is well, and without a folder, nothing is told", arguments: [true, false])
  func fine(isThere: Bool) async throws {
    let rig = try Rig()
    if isThere {
      let theme = Data("{ name: 'mine', inherits: 'default' }".utf8)
      try DiskFileSystem().createFolder(rig.folder / "themes", mode: .privateFolder)
      try DiskFileSystem().replace(
        rig.folder / "themes" / "mine.json5", with: theme, mode: .privateFile)
    }

    let outcome = await rig.run("themes", "check")

    let count = isThere ? "1 theme" : "0 themes"
    #expect(
      outcome == .init(status: 0, output: "\(count) checked, nothing is wrong.\n", errors: ""))
  }
}
