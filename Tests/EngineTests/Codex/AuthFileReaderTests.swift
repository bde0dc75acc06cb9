import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("AuthFileReader")
struct AuthFileReaderTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let time = EagerTimeSource()

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: FilePath { folder / "auth.json" }

  private func write(_ data: Data) throws {
    try files.replace(path, with: data, mode: .privateFile)
  }

  @Test("reads a file that is whole at once")
  func whole() async throws {
    try write(SignInFixture().data)

    let file = try await AuthFileReader(files: files, time: time).read(path)

    #expect(file.claims?.email == "ada@example.com")
    #expect(time.sleeps == [])
  }

  @Test("reads a half-written file again until it is whole")
  func halfWritten() async throws {
    let data = SignInFixture().data
    try write(data.prefix(40))
    let time = ManualTimeSource()
    let reader = AuthFileReader(files: files, time: time)

    async let file = reader.read(path)
    await time.waitForSleepers(1)
    try write(data)
    time.advance(by: .milliseconds(10))

    #expect(try await file.claims?.userID == "user-ada")
  }

  @Test("reports a file cut off at any byte, after several attempts and without its content")
  func truncated() async throws {
    let data = SignInFixture { $0.email = "a@b" }.data
    for count in 0..<data.count {
      try write(data.prefix(count))
      let time = EagerTimeSource()
      let error = await #expect(throws: AuthFileError.self) {
        try await AuthFileReader(files: files, time: time).read(path)
      }
      #expect(error == .malformed(path: path, detail: "it ends in the middle"), "\(count) bytes")
      #expect(time.sleeps.count == 5)
    }
  }

  @Test("does not wait for a file that is whole and wrong")
  func wrong() async throws {
    try write(Data(#"{"tokens":7}"#.utf8))

    await #expect(
      throws: AuthFileError.malformed(path: path, detail: "its tokens are not an object")
    ) {
      try await AuthFileReader(files: files, time: time).read(path)
    }
    #expect(time.sleeps == [])
  }

  @Test("follows no link, reads no folder, and takes nothing huge")
  func refused() async throws {
    let reader = AuthFileReader(files: files, time: time)
    let real = folder / "real.json"
    try files.replace(real, with: SignInFixture().data, mode: .privateFile)
    try files.createLink(path, to: real)
    await #expect(throws: AuthFileError.link(path: path)) { try await reader.read(path) }
    await #expect(throws: AuthFileError.notFile(path: folder.path)) {
      try await reader.read(folder.path)
    }
    try files.remove(path)
    try write(Data(repeating: 0x20, count: 1 << 20 | 1))
    await #expect(throws: AuthFileError.tooLarge(path: path, bytes: 1 << 20 | 1)) {
      try await reader.read(path)
    }
    try files.remove(path)
    await #expect(throws: AuthFileError.missing(path: path)) { try await reader.read(path) }
  }

  @Test("makes one salt for a root, no matter who asks first")
  func salt() throws {
    let salts = try (1...3).map {
      try IdentitySalt.load(
        from: folder / "salt", files: files, random: SeededRandom(seed: UInt64($0)))
    }

    #expect(Set(salts).count == 1)
    #expect(try files.list(folder.path) == ["salt"])
    #expect(try files.status(folder / "salt")?.mode == .privateFile)
    let key = AuthFile(apiKey: Redacted("sk-1"))
    let other = IdentitySalt(bytes: [1])
    #expect(key.identity(salt: salts[0]) == key.identity(salt: salts[1]))
    #expect(key.identity(salt: salts[0]) != key.identity(salt: other))
    try files.replace(folder / "salt", with: Data([1]), mode: .privateFile)
    #expect(throws: FileError.self) {
      try IdentitySalt.load(from: folder / "salt", files: files, random: SeededRandom())
    }
  }
}
