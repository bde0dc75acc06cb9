import CLI
import EnginePlatform
import TestSupport
import Testing

@testable import EngineCore

@Suite("Documentation that is made from the program")
struct DocumentationTests {
  static let docs = FilePath(#filePath).parent.parent.parent / "docs"

  @Test("docs/swop.1 is what swop help --man prints")
  func manualPage() async throws {
    let page = await (try Rig()).run("help", "--man").output

    try Self.expect(page, in: Self.docs / "swop.1")
  }

  @Test("docs/KEYS.md is what swop keys --markdown prints")
  func keys() async throws {
    let page = await (try Rig()).run("keys", "--markdown").output

    try Self.expect(page, in: Self.docs / "KEYS.md")
  }

  @Test("docs/json.md shows every shape as the program prints it")
  func shapes() async throws {
    var text = JSONShapes.introduction
    for shape in JSONShapes.all {
      let folder = try TemporaryFolder()
      try DiskFileSystem().replace(
        folder / "codex", with: Data([0x7F]), mode: FileMode(bits: 0o755))
      let rig = try Rig(
        ScriptedFleet(shape.answers),
        variables: shape.variables.merging(["PATH": folder.path.text, "HOME": "/nowhere"]) { $1 },
        processes: JSONShapes.codex)
      if !shape.settings.isEmpty { try rig.settle(shape.settings) }
      for file in shape.files {
        let path = rig.folder / file
        try DiskFileSystem().createFolder(path.parent, mode: .privateFolder)
        try DiskFileSystem().replace(path, with: Data([0x7F]), mode: FileMode(bits: 0o755))
      }
      let outcome = await rig.run(shape.line.map { Argument($0) })
      #expect(outcome.output.split(separator: "\n").count == 1, "\(shape.line)")
      text += shape.section(
        printing: JSONShapes.shortened(
          outcome.output.replacing(rig.folder.path.text, with: "/home/me/.swop")
            .replacing(folder.path.text, with: "/home/me/bin")))
    }

    try Self.expect(text, in: Self.docs / "json.md")
  }

  /// Compares with a file of the repository, or writes it when `SWOP_UPDATE_GOLDEN` is 1.
  private static func expect(_ text: String, in path: FilePath) throws {
    if ThisProcess.environment["SWOP_UPDATE_GOLDEN"] == "1" {
      try DiskFileSystem().replace(path, with: Data(text.utf8), mode: .sharedFile)
    }
    let committed = String(decoding: try DiskFileSystem().read(path), as: UTF8.self)
    let isCurrent = committed == text
    #expect(
      isCurrent, "\(path) is not current: SWOP_UPDATE_GOLDEN=1 swift test --filter Documentation")
  }
}
