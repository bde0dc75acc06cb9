import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Reading files and folders that are to be imported")
struct ImportReaderTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let reader: ImportReader

  init() throws {
    folder = try TemporaryFolder()
    reader = ImportReader(files: files, time: EagerTimeSource(), sealer: SodiumSealer())
  }

  @Test("a folder with an auth.json stands for that sign-in, as ~/.codex does")
  func codexHome() async throws {
    try write("auth.json", SignInFixture().json)
    try write("models_cache.json", "{}")
    try write("other.json", SignInFixture { $0.accountID = "b" }.json)

    let signIns = try await read(folder.path)

    #expect(signIns.map(\.email) == ["ada@example.com"])
    #expect(signIns.map(\.source) == [folder.path])
  }

  @Test("of any other folder every sign-in is taken, and the rest is left alone")
  func folderOfFiles() async throws {
    try write("a.json", SignInFixture { $0.accountID = "a" }.json)
    try write("b.auth.json", SignInFixture { $0.accountID = "b" }.json)
    try write("codex-c.json", TransferFixtures.cpa(SignInFixture { $0.accountID = "c" }))
    try write("registry.json", #"{"active":"a"}"#)
    try write("half.json", "{\"tokens\":")
    try write("notes.txt", "x")
    try files.createFolder(folder / "deep.json", mode: .privateFolder)

    let reading = try await reading(folder.path)

    #expect(reading.signIns.map(\.source.name) == ["a.json", "b.auth.json", "codex-c.json"])
    #expect(
      reading.failures.map(\.error) == [
        .notImportable(path: folder / "half.json", reason: "it ends in the middle")
      ])
  }

  @Test(
    "caam's vault gives each sign-in the name of its folder",
    arguments: ["", "vault", "vault/codex", "vault/codex/wörk", "vault/codex/wörk/auth.json"])
  func vault(named: String) async throws {
    for name in ["codex/_original", "codex/wörk", "codex/home mail@x", "claude/max"] {
      let text =
        name.hasPrefix("claude") ? "{}" : SignInFixture { $0.accountID = name }.json
      try files.createFolder(folder / "vault" / name, mode: .privateFolder)
      try write("vault/\(name)/auth.json", text)
      try write("vault/\(name)/meta.json", #"{"provider":"x"}"#)
    }

    let signIns = try await read(FilePath(folder.path.text + (named.isEmpty ? "" : "/" + named)))

    let all = ["home mail@x", "wörk", "_original"]
    #expect(signIns.map(\.name) == (named.contains("wörk") ? ["wörk"] : all))
  }

  @Test("a folder where codex keeps its sign-in in the keyring is named as such")
  func keyring() async throws {
    try write("config.toml", "model = \"x\"\ncli_auth_credentials_store = 'auto'\n")

    for path in [folder.path, folder / "auth.json"] {
      let error = try #require(try await reading(path).failures.first?.error)
      #expect(error.code == "sign_in_in_keyring")
      #expect(error.message.contains("line 2"))
    }
  }

  @Test("codex-multi-auth's folder stands for its list")
  func multiAuthFolder() async throws {
    try write(
      "openai-codex-accounts.json",
      TransferFixtures.multiAuth(TransferFixtures.multiAuthAccount("a")))
    try write("settings.json", "{}")

    #expect(try await read(folder.path).map(\.origin) == [.multiAuth])
  }

  @Test("links are followed, for everything is the user's own")
  func link() async throws {
    try files.createFolder(folder / "real", mode: .privateFolder)
    try write("real/auth.json", SignInFixture().json)
    try files.createLink(folder / "way", to: folder / "real")

    #expect(try await read(folder / "way").count == 1)
  }

  @Test("an export is opened with the passphrase that is asked for")
  func sealed() async throws {
    let account = ExportedAccount(
      label: "work", isEnabled: true, email: nil,
      file: try .init(SignInFixture().data), beside: nil)
    let export = try SealedExport(
      ExportDocument.open([account], at: Date()), passphrase: Redacted("correct horse"),
      sealer: SodiumSealer(), random: SeededRandom(), cost: TransferFixtures.cost)
    let path = folder / "backup.swop"
    try files.replace(path, with: export.data, mode: .privateFile)

    let opened = try await reader.read(path) { _ in Redacted("correct horse") }
    let wrong = try await reader.read(path) { _ in Redacted("wrong horse") }

    #expect(opened.signIns.map(\.name) == ["work"])
    #expect(wrong.failures.map(\.error) == [.wrongPassphrase(path: path)])
    let without = ImportReader(files: files, time: EagerTimeSource(), sealer: NoSealer())
    let closed = try await without.read(path) { _ in Redacted("correct horse") }
    #expect(
      closed.failures.map(\.error) == [.noSealer(reason: "there is nothing to open it with")])
  }

  @Test("what cannot be read is one sentence that names it")
  func refused() async throws {
    try write("empty.json", "")
    try files.createFolder(folder / "empty", mode: .privateFolder)
    try files.createLink(folder / "loop", to: folder / "loop")
    let huge = FilePath("/dev/zero")
    for (path, reason) in [
      (folder / "none", "no such file or folder"),
      (folder / "empty.json", "it ends in the middle"),
      (folder / "empty", "it holds no sign-in"),
      (huge, "it is not a regular file"),
    ] {
      let failures = try await reading(path).failures.map(\.error)
      #expect(failures == [.notImportable(path: path, reason: reason)])
    }
    #expect(try await reading(folder / "loop").failures.map(\.error.code) == ["not_importable"])
  }

  @Test("a file larger than any list of sign-ins is not read")
  func large() async throws {
    let path = folder / "large.json"
    try files.replace(path, with: Data(count: (16 << 20) + 1), mode: .privateFile)

    #expect(
      try await reading(path).failures.map(\.error) == [
        .notImportable(
          path: path, reason: "it has 16777217 bytes, more than any list of sign-ins")
      ])
  }

  private func read(_ path: FilePath) async throws -> [ImportableSignIn] {
    try await reading(path).signIns
  }

  private func reading(_ path: FilePath) async throws -> ImportReading {
    try await reader.read(path) { _ in Redacted("") }
  }

  private func write(_ name: String, _ text: String) throws {
    try files.replace(folder / name, with: Data(text.utf8), mode: .privateFile)
  }
}
