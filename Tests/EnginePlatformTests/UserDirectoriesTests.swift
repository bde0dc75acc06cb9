import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

@Suite("UserDirectories")
struct UserDirectoriesTests {
  @Test(
    "takes the root from SWOP_ROOT, then XDG_STATE_HOME, then the home folder",
    arguments: [
      (["HOME": "/home/ada", "SWOP_ROOT": "/srv/swop/"], "/srv/swop"),
      (["HOME": "/home/ada", "SWOP_ROOT": "here"], "/work/here"),
      (["HOME": "/home/ada", "SWOP_ROOT": "", "XDG_STATE_HOME": "/state"], "/state/swop"),
      (["HOME": "/home/ada", "XDG_STATE_HOME": "relative"], "/home/ada/.swop"),
      (["HOME": "/home/ada"], "/home/ada/.swop"),
    ])
  func root(environment: [String: String], expected: String) throws {
    let directories = try UserDirectories(
      environment: ProcessEnvironment(environment), currentFolder: "/work")

    #expect(directories.root == FilePath(expected))
    #expect(directories.codexHome == "/home/ada/.codex")
  }

  @Test("asks the user database when HOME is not set or relative", arguments: [nil, "", "home"])
  func homeOfDatabase(home: String?) throws {
    var environment = ProcessEnvironment()
    environment["HOME"] = home

    let directories = try UserDirectories(environment: environment)

    #expect(directories.home.isAbsolute)
  }

  @Test("knows a root under a temporary folder, through links and before it exists")
  func temporaryRoot() throws {
    let folder = try TemporaryFolder()
    let files = DiskFileSystem()
    try files.createFolder(folder / "tmp", mode: .privateFolder)
    try files.createFolder(folder / "lasting", mode: .privateFolder)
    try files.createLink(folder / "link", to: "tmp")
    let folders = TemporaryFolders(ProcessEnvironment(["TMPDIR": (folder / "link").text]))

    func holder(_ path: FilePath) -> FilePath? { folders.holding(path, files: files) }

    #expect(holder("/tmp/swop") == "/tmp")
    #expect(holder(folder / "tmp" / "not" / "yet") == folder / "link")
    #expect(holder(folder / "link" / "root") == folder / "link")
    #expect(holder(folder / "lasting" / "root") == nil)
    #expect(holder("/tmpfiles/root") == nil)
  }
}
