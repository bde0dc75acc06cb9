import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Where git keeps what a folder holds")
struct LocalSourceTests {
  private let files = DiskFileSystem()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["repo/.git/worktrees/w", "repo/.git/modules/s", "plain", "w"] {
      try files.createFolder(folder / name, mode: .privateFolder)
    }
    try write("../..\n", to: "repo/.git/worktrees/w/commondir")
  }

  @Test(
    "a repository of its own and any other folder are their own source",
    arguments: ["repo", "plain"])
  func ordinary(name: String) throws {
    let source = try LocalSource(of: folder / name, files: files)

    #expect(source.folder == folder / name && source.path == "")
  }

  @Test(
    "a worktree is cloned from its repository, whether that is named absolutely or not",
    arguments: [true, false])
  func worktree(isAbsolute: Bool) throws {
    let place = isAbsolute ? (folder / "repo").text : "../repo"
    try write("gitdir: \(place)/.git/worktrees/w\n", to: "w/.git")

    let source = try LocalSource(of: folder / "w", files: files)

    #expect(source.folder == (try files.resolve(folder / "repo/.git")))
    #expect(source.path == "/worktrees/w")
  }

  @Test("a submodule is cloned from its part of the repository around it")
  func submodule() throws {
    try write("gitdir: ../repo/.git/modules/s\n", to: "w/.git")

    let source = try LocalSource(of: folder / "w", files: files)

    #expect(source.folder == (try files.resolve(folder / "repo/.git/modules/s")))
    #expect(source.path == "")
  }

  @Test(
    "a file .git that leads nowhere is not a source",
    arguments: ["", "gitdir: ", "gitdir: /nowhere/at/all", "nonsense\nmore"])
  func nowhere(text: String) throws {
    try write(text, to: "w/.git")

    #expect(throws: FileError.self) { try LocalSource(of: folder / "w", files: files) }
  }

  @Test("a worktree whose repository does not hold it is not a source")
  func foreign() throws {
    try write("gitdir: ../repo/.git/worktrees/w\n", to: "w/.git")
    try write("\((folder / "plain").text)\n", to: "repo/.git/worktrees/w/commondir")

    #expect(throws: FileError.self) { try LocalSource(of: folder / "w", files: files) }
  }

  private func write(_ text: String, to name: String) throws {
    try files.replace(folder / name, with: Data(text.utf8), mode: .privateFile)
  }
}
