import EngineCore
import EnginePlatform
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Removing a tree")
struct TreeRemovalTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("copes with read-only folders and odd names, and follows no link out of the tree")
  func removeTree() throws {
    let (outside, tree) = (folder / "outside", folder / "tree")
    try files.createFolder(outside, mode: .privateFolder)
    try files.replace(outside / "kept", with: Data("kept".utf8), mode: .privateFile)
    try files.createFolder(tree / "a" / "b", mode: .privateFolder)
    try files.createLink(tree / "a" / "out", to: outside)
    try files.createLink(tree / "a" / "b" / "up", to: tree)
    #expect(mkfifo((tree / "pipe").text, 0o600) == 0)
    let odd: [CChar] = (Array(tree.text.utf8) + [0x2F, 0xFF, 0x0A, 0]).map {
      CChar(bitPattern: $0)
    }
    let descriptor = creat(odd, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    try files.setMode(tree / "a" / "b", FileMode(bits: 0o500))

    try files.removeTree(tree)

    #expect(try files.list(folder.path) == ["outside"])
    #expect(try files.list(outside) == ["kept"])
  }

  @Test("is not an error when nothing is there")
  func removeNothing() throws {
    try files.removeTree(folder / "none")
  }

  @Test("copes with a tree deeper than the number of files a process may open")
  func removeDeepTree() throws {
    var path = folder / "tree"
    for _ in 0..<1_500 { path = path / "d" }
    try files.createFolder(path, mode: .privateFolder)

    try files.removeTree(folder / "tree")

    #expect(try files.list(folder.path) == [])
  }

  @Test("removes a link in the place of a tree, and not the tree behind it")
  func removeTreeThroughLink() throws {
    try files.createFolder(folder / "real" / "inner", mode: .privateFolder)
    try files.createLink(folder / "link", to: "real")

    try files.removeTree(folder / "link")

    #expect(try files.list(folder.path) == ["real"])
    #expect(try files.list(folder / "real") == ["inner"])
  }
}
