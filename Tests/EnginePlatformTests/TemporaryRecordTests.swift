import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

@Suite("Records of temporary files outside the root")
struct TemporaryRecordTests {
  private let folder: TemporaryFolder
  private let files: DiskFileSystem
  private let name = ".swop-0123456789abcdef.tmp"

  init() throws {
    folder = try TemporaryFolder()
    files = DiskFileSystem(recordingIn: folder / "root")
    try files.createFolder(folder / "root", mode: .privateFolder)
    try files.createFolder(folder / "out", mode: .privateFolder)
  }

  private var staging: FilePath { folder / "root/staging" }

  @Test("a file that is written outside leaves no record; one inside makes none")
  func whole() throws {
    try files.replace(folder / "out/x", with: Data("x".utf8), mode: .privateFile)
    #expect(try files.list(staging) == [])
    try files.removeTree(staging)

    try files.replace(folder / "root/x", with: Data("x".utf8), mode: .privateFile)
    #expect(!files.exists(staging))
  }

  @Test("what a killed process was writing is removed with its record")
  func abandoned() throws {
    try write(name)
    let path = folder / "out" / name
    try files.createFolder(staging, mode: .privateFolder)
    try files.replace(staging / "0123", with: Data(path.text.utf8), mode: .privateFile)
    let lock = try #require(try files.tryLock(staging / "0123.lock"))
    TemporaryRecord.removeAbandoned(in: staging, files: files)
    #expect(files.exists(path), "its process lives")

    lock.release()
    TemporaryRecord.removeAbandoned(in: staging, files: files)

    #expect(!files.exists(path))
    #expect(try files.list(staging) == [])
  }

  enum Other: CaseIterable {
    case name, link, folder, secondName, relative
  }

  @Test("what is not the recorded file is left alone", arguments: Other.allCases)
  func other(_ other: Other) throws {
    let path = folder / "out" / (other == .name ? "mine.tmp" : name)
    switch other {
    case .name: try write("mine.tmp")
    case .link:
      try write("mine")
      try files.createLink(path, to: folder / "out/mine")
    case .folder: try files.createFolder(path, mode: .privateFolder)
    case .secondName:
      try write("mine")
      try files.createHardLink(path, to: folder / "out/mine")
    case .relative: try write(name)
    }
    try files.createFolder(staging, mode: .privateFolder)
    let text = other == .relative ? "out/" + name : path.text
    try files.replace(staging / "0123", with: Data(text.utf8), mode: .privateFile)

    TemporaryRecord.removeAbandoned(in: staging, files: files)

    #expect(files.exists(path))
    #expect(try files.list(staging) == [])
  }

  private func write(_ name: String) throws {
    try files.replace(folder / "out" / name, with: Data("secret".utf8), mode: .privateFile)
  }
}
