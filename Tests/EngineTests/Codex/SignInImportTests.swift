import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("Importing a sign-in")
struct SignInImportTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let staging: FilePath

  init() throws {
    folder = try TemporaryFolder()
    staging = folder / "staging"
    try files.createFolder(staging, mode: .privateFolder)
    try files.createFolder(folder / "source", mode: .privateFolder)
  }

  private var source: FilePath { folder / "source/auth.json" }

  private func put(_ text: String) throws {
    try files.replace(source, with: Data(text.utf8), mode: .sharedFile)
  }

  private func importing(_ path: FilePath) async throws -> SignInResult {
    try await SignIn(
      runner: ScriptedProcessRunner(), files: files, time: EagerTimeSource(), authBase: nil
    ).importing(path, into: staging)
  }

  @Test("copies only what is needed, owner-only, warns, and leaves the original alone")
  func copy() async throws {
    let text = SignInFixture().json.replacing(#""tokens":{"#, with: #""x":1,"tokens":{"y":2,"#)
    try put(text)
    try files.createLink(folder / "link", to: folder / "source")

    for path in [source, folder / "source", folder / "link", folder / "link/auth.json"] {
      let result = try await importing(path)

      let copy = try files.read(staging / "auth.json")
      #expect(try AuthFile(copy) == result.file)
      #expect(result.file == (try AuthFile(SignInFixture().data)).withoutExtras)
      #expect(!String(decoding: copy, as: UTF8.self).contains("\"x\""))
      #expect(try files.status(staging / "auth.json")?.mode == .privateFile)
      #expect(result.warnings.count == 1)
      #expect(result.warnings.first?.contains(source.text) == true)
    }
    #expect(String(decoding: try files.read(source), as: UTF8.self) == text)
  }

  @Test("takes an API key without a warning")
  func key() async throws {
    try put(#"{"OPENAI_API_KEY":"sk-1","tokens":null}"#)

    let result = try await importing(source)

    #expect(result.file == AuthFile(apiKey: Redacted("sk-1")))
    #expect(result.warnings == [])
  }

  @Test(
    "refuses what would not work, with the reason and nothing of the content",
    arguments: [
      ("{}", "it holds no sign-in"), ("{", "it ends in the middle"),
      (#"{"auth_mode":"apikey"}"#, "it holds no API key"),
      (#"{"auth_mode":"apikey","OPENAI_API_KEY":"a b"}"#, "it holds no API key"),
      (
        #"{"auth_mode":"bedrockApiKey"}"#,
        "it signs in as bedrockApiKey, which swop does not handle"
      ),
      (SignInFixture { $0.refreshToken = "" }.json, "its session cannot be renewed"),
      (SignInFixture { $0.userID = "" }.json, "it names no account and person"),
    ])
  func refused(text: String, reason: String) async throws {
    try put(text)

    await #expect(throws: SignInError.notImportable(path: source, reason: reason)) {
      try await importing(source)
    }
    #expect(!files.exists(staging / "auth.json"))
  }

  @Test("says so when nothing is there")
  func missing() async {
    let error = await #expect(throws: SignInError.self) { try await importing("/nowhere/at/all") }

    #expect(error?.code == "not_importable")
    #expect(error?.outcome == .usage)
  }
}
