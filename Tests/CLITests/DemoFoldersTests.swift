import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import CLI

@Suite("The folders of demos")
struct DemoFoldersTests {
  let files = DiskFileSystem()
  let own = PosixProcessRunner().current

  @Test("a killed demo's is removed by the next one; nothing else is")
  func leftovers() throws {
    let parent = try TemporaryFolder()
    let folders = DemoFolders(parent: parent.path, files: files, processes: PosixProcessRunner())
    let running = try folders.make()
    let killed = ["demo-999999999-1", "demo-\(own.pid)-\(own.startTicks + 1)"]
    for name in killed + ["demo-notes", "demo-1-2-3", "other"] {
      try files.createFolder(parent / name / "home", mode: .privateFolder)
    }
    try files.createLink(parent / "demo-999999999-2", to: parent / "other")

    folders.removeLeftovers()

    #expect(
      try files.list(parent.path)
        == ["demo-1-2-3", running.name, "demo-999999999-2", "demo-notes", "other"].sorted())
    #expect(try files.list(parent / "other") == ["home"])
    #expect(try files.list(running / "home") == [".swop"])
  }
}
