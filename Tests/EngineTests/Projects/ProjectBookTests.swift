import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("What a directory says about runs")
struct ProjectBookTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let book: ProjectBook
  private let now = Date(timeIntervalSince1970: 1_800_000_000)
  private let work = ProjectChoice.account(AccountID("work"))

  init() throws {
    folder = try TemporaryFolder()
    book = ProjectBook(store: try StateDatabase.inMemory(), files: files)
  }

  @Test("a folder outside of every repository speaks for itself and what is below it")
  func plainFolder() throws {
    try makeFolders("notes/deep/er", "notes-2")
    let binding = try book.bind(folder / "notes", to: work, at: now)

    #expect(binding == ProjectBinding(place: try real("notes"), choice: work))
    #expect(try book.binding(in: folder / "notes") == binding)
    #expect(try book.binding(in: folder / "notes/deep/er") == binding)
    #expect(try book.binding(in: folder / "notes-2") == nil)
    #expect(try book.binding(in: folder.path) == nil)
  }

  @Test("of two folders above each other the nearer one counts")
  func nearest() throws {
    try makeFolders("a/b/c")
    let far = try book.bind(folder / "a", to: work, at: now)
    let near = try book.bind(folder / "a/b", to: .strategy("drain"), at: now)

    #expect(try book.binding(in: folder / "a/b/c") == near)
    #expect(try book.free(folder / "a/b/c", at: now) == near)
    #expect(try book.binding(in: folder / "a/b/c") == far)
    #expect(try book.all() == [far])
  }

  @Test("all worktrees of a repository, and every folder in them, are one place")
  func worktrees() throws {
    try makeRepository("main/.git")
    try makeFolders("main/Sources", "main/.git/worktrees/side", "side/Sources")
    try write("side/.git", "gitdir: \(folder.path)/main/.git/worktrees/side\n")
    try write("main/.git/worktrees/side/commondir", "../..\n")

    let binding = try book.bind(folder / "side/Sources", to: work, at: now)

    #expect(binding.place == (try real("main/.git")))
    #expect(try book.binding(in: folder / "main/Sources") == binding)
    #expect(try book.binding(in: folder / "side") == binding)
    #expect(try book.binding(in: folder.path) == nil)
  }

  @Test("a bare repository and its worktrees are one place, a submodule is a place of its own")
  func bareAndSubmodule() throws {
    try makeRepository("bare.git")
    try makeFolders("bare.git/worktrees/one", "one", "one/sub")
    try write("one/.git", "gitdir: ../bare.git/worktrees/one")
    try write("bare.git/worktrees/one/commondir", "../..")
    try makeRepository("bare.git/worktrees/one/modules/sub")
    try write("one/sub/.git", "gitdir: ../../bare.git/worktrees/one/modules/sub\n")

    let outer = try book.bind(folder / "one", to: work, at: now)
    let inner = book.place(of: folder / "one/sub")

    #expect(outer.place == (try real("bare.git")))
    #expect(try book.binding(in: folder / "bare.git") == outer)
    #expect(inner == (try real("bare.git/worktrees/one/modules/sub")))
  }

  @Test("git's own worktrees are found without asking git")
  func realWorktrees() async throws {
    try makeFolders("repo")
    let script = """
      git init -q . && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m x
      git worktree add -q ../side
      """
    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: "/bin/sh", arguments: ["-ec", Argument(script)],
        environment: ProcessEnvironment([
          "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path.text,
        ]), directory: folder / "repo"), limit: .seconds(60))
    try #require(output.end == .exited(0))

    let binding = try book.bind(folder / "repo", to: work, at: now)

    #expect(try book.binding(in: folder / "side") == binding)
  }

  @Test(
    "what only looks like a repository is none",
    arguments: ["", "gitdir:", "gitdir: /nowhere", "gitdir: .", "\u{0}\u{FFFD}"])
  func broken(pointer: String) throws {
    try makeFolders("x")
    try write("x/.git", pointer)

    #expect(book.place(of: folder / "x") == (try real("x")))
  }

  @Test("binding again replaces, freeing twice is nothing")
  func again() throws {
    try makeFolders("x")
    _ = try book.bind(folder / "x", to: work, at: now)
    let second = try book.bind(folder / "x", to: .strategy("balanced"), at: now)

    #expect(try book.all() == [second])
    #expect(try book.free(folder / "x", at: now) == second)
    #expect(try book.free(folder / "x", at: now) == nil)
    #expect(try book.all() == [])
  }

  @Test("a folder that is reached through a link is the folder it leads to")
  func link() throws {
    try makeFolders("x/y")
    try files.createLink(folder / "way", to: folder / "x")

    let binding = try book.bind(folder / "way", to: work, at: now)

    #expect(try book.binding(in: folder / "x/y") == binding)
  }

  private func makeFolders(_ names: String...) throws {
    for name in names { try files.createFolder(folder / name, mode: .privateFolder) }
  }

  private func makeRepository(_ name: String) throws {
    try makeFolders(name + "/objects", name + "/refs")
    try write(name + "/HEAD", "ref: refs/heads/main\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try files.replace(folder / name, with: Data(text.utf8), mode: .privateFile)
  }

  private func real(_ name: String) throws -> FilePath { try files.resolve(folder / name) }
}
