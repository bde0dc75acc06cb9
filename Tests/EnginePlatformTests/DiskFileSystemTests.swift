import EnginePlatform
import TestSupport
import Testing

@testable import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("DiskFileSystem")
struct DiskFileSystemTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("replaces a file in one step with the mode asked for, and leaves nothing beside it")
  func replace() throws {
    let path = folder / "auth.json"
    try files.replace(path, with: Data("old".utf8), mode: .sharedFile)

    try files.replace(path, with: Data("new".utf8), mode: .privateFile)

    #expect(try files.read(path) == Data("new".utf8))
    #expect(try files.status(path)?.mode == .privateFile)
    #expect(try files.list(folder.path) == ["auth.json"])
  }

  @Test("gives a file its mode whatever the process's mask says")
  func replaceIgnoresMask() throws {
    let path = folder / "file"

    try files.replace(path, with: Data(), mode: FileMode(bits: 0o666))

    #expect(try files.status(path)?.mode == FileMode(bits: 0o666))
  }

  @Test("replaces a link itself, never what it points at")
  func replaceLink() throws {
    let (target, link) = (folder / "target", folder / "link")
    try files.replace(target, with: Data("kept".utf8), mode: .privateFile)
    try files.createLink(link, to: target)

    try files.replace(link, with: Data("new".utf8), mode: .privateFile)

    #expect(try files.read(target) == Data("kept".utf8))
    #expect(try files.status(link)?.kind == .file)
  }

  @Test("says why a file cannot be replaced, names that file, and leaves nothing behind")
  func replaceFails() throws {
    let (taken, lost) = (folder / "taken", folder / "absent" / "file")
    try files.createFolder(taken, mode: .privateFolder)

    #expect(throws: FileError(operation: "replace", path: taken, reason: .isFolder)) {
      try files.replace(taken, with: Data("x".utf8), mode: .privateFile)
    }
    #expect(throws: FileError(operation: "replace", path: lost, reason: .notFound)) {
      try files.replace(lost, with: Data("x".utf8), mode: .privateFile)
    }
    #expect(try files.list(folder.path) == ["taken"])
  }

  @Test("reads through links, and refuses folders, pipes and what is not there")
  func read() throws {
    try files.replace(folder / "file", with: Data("text".utf8), mode: .privateFile)
    try files.createLink(folder / "link", to: "file")
    #expect(mkfifo((folder / "pipe").text, 0o600) == 0)
    let cut = FilePath(folder.path.text + "/file\0x")

    #expect(try files.read(folder / "link") == Data("text".utf8))
    #expect(reason { () throws(FileError) in _ = try files.read(folder.path) } == .isFolder)
    #expect(
      reason { () throws(FileError) in _ = try files.read(folder / "pipe") }
        == .other("it is not a regular file"))
    #expect(reason { () throws(FileError) in _ = try files.read(folder / "none") } == .notFound)
    #expect(reason { () throws(FileError) in _ = try files.read(cut) } == .notFound)
    #expect(try files.readIfPresent(folder / "none") == nil)
  }

  @Test("reads a file that is larger than one buffer byte for byte")
  func readLarge() throws {
    let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try files.replace(folder / "large", with: content, mode: .privateFile)

    #expect(try files.read(folder / "large") == content)
  }

  @Test("creates missing parents with the same mode and leaves existing folders alone")
  func createFolder() throws {
    try files.createFolder(folder / "a", mode: FileMode(bits: 0o750))

    try files.createFolder(folder / "a" / "b" / "c", mode: .privateFolder)

    #expect(try files.status(folder / "a")?.mode == FileMode(bits: 0o750))
    #expect(try files.status(folder / "a" / "b")?.mode == .privateFolder)
    #expect(try files.status(folder / "a" / "b" / "c")?.mode == .privateFolder)
  }

  #if os(Linux)
    @Test(
      "gives up where the system makes no folders, although the parent exists",
      arguments: ["/proc/.swop", "/proc/.swop/accounts/work", "/proc/self/fd/x"])
    func createFolderWhereNoneCanBe(path: String) {
      let refusal = reason { () throws(FileError) in
        try files.createFolder(FilePath(path), mode: .privateFolder)
      }

      #expect(refusal == .notFound || refusal == .notPermitted)
    }
  #endif

  @Test("does not take a file for a folder", arguments: ["file", "file/inner"])
  func createFolderOverFile(name: String) throws {
    try files.replace(folder / "file", with: Data(), mode: .privateFile)

    let refusal = reason { () throws(FileError) in
      try files.createFolder(folder / name, mode: .privateFolder)
    }

    #expect(refusal == .notFolder)
  }

  @Test("moves folders, but never onto a folder with something in it")
  func move() throws {
    let (from, full) = (folder / "from", folder / "full")
    try files.createFolder(from / "inner", mode: .privateFolder)
    try files.createFolder(full / "inner", mode: .privateFolder)

    #expect(reason { () throws(FileError) in try files.move(from, to: full) } == .notEmpty)
    try files.move(from, to: folder / "to")

    #expect(try files.list(folder.path) == ["full", "to"])
    #expect(reason { () throws(FileError) in try files.move(from, to: full) } == .notFound)
  }

  @Test("refuses to move onto anything when asked not to replace", arguments: [true, false])
  func moveWithoutReplacing(ontoFolder: Bool) throws {
    let (from, to) = (folder / "from", folder / "to")
    try files.replace(from, with: Data("from".utf8), mode: .privateFile)
    if ontoFolder {
      try files.createFolder(to, mode: .privateFolder)
    } else {
      try files.replace(to, with: Data("to".utf8), mode: .privateFile)
    }

    #expect(throws: FileError(operation: "create", path: to, reason: .exists)) {
      try files.moveWithoutReplacing(from, to: to)
    }

    #expect(try files.list(folder.path) == ["from", "to"])
    try files.moveWithoutReplacing(from, to: folder / "free")
    #expect(try files.list(folder.path) == ["free", "to"])
  }

  @Test("tells files, folders and links apart without following links")
  func status() throws {
    let (file, second) = (folder / "file", folder / "second")
    try files.replace(file, with: Data("12345".utf8), mode: .privateFile)
    try files.createLink(folder / "link", to: "nowhere")
    try files.createHardLink(second, to: file)

    #expect(try files.status(folder.path)?.kind == .folder)
    #expect(try files.status(file)?.kind == .file)
    #expect(try files.status(file)?.size == 5)
    #expect(try files.status(file)?.linkCount == 2)
    #expect(try files.status(file) == files.status(second))
    #expect(try files.status(folder / "link")?.kind == .link)
    #expect(try files.linkTarget(folder / "link") == "nowhere")
    #expect(try files.status(folder / "none") == nil)
    #expect(try files.status(file / "inner") == nil)
    #expect(reason { () throws(FileError) in _ = try files.linkTarget(file) } == .notLink)
    #expect(reason { () throws(FileError) in try files.createLink(file, to: "x") } == .exists)
  }

  @Test("sets the mode of a file, and never of what a link points at")
  func setMode() throws {
    try files.replace(folder / "file", with: Data(), mode: .sharedFile)
    try files.createLink(folder / "link", to: "file")

    try files.setMode(folder / "file", .privateFile)
    #expect(throws: FileError.self) { try files.setMode(folder / "link", .sharedFile) }

    #expect(try files.status(folder / "file")?.mode == .privateFile)
  }

  @Test("removes a file or a link, and says so when nothing is there or a folder is")
  func remove() throws {
    try files.replace(folder / "file", with: Data(), mode: .privateFile)
    try files.createLink(folder / "link", to: "file")
    try files.createFolder(folder / "inner", mode: .privateFolder)

    try files.remove(folder / "link")

    #expect(try files.list(folder.path) == ["file", "inner"])
    #expect(reason { () throws(FileError) in try files.remove(folder / "none") } == .notFound)
    #expect(reason { () throws(FileError) in try files.remove(folder / "inner") } == .isFolder)
  }

  @Test("resolves links and judges access as this process has it")
  func resolveAndAccess() throws {
    let (link, loop) = (folder / "link", folder / "loop")
    try files.replace(folder / "file", with: Data(), mode: .privateFile)
    try files.createLink(link, to: "file")
    try files.createLink(loop, to: "loop")

    #expect(try files.resolve(link) == folder / "file")
    #expect(files.mayAccess(link, .read))
    #expect(files.mayAccess(link, .write))
    #expect(!files.mayAccess(link, .execute))
    #expect(!files.mayAccess(folder / "none", .read))
    #expect(reason { () throws(FileError) in _ = try files.resolve(loop) } == .tooManyLinks)
  }

  private func reason(_ body: () throws(FileError) -> Void) -> FileError.Reason? {
    do {
      try body()
      return nil
    } catch {
      return error.reason
    }
  }
}
