import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Sign-ins of every kind")
struct SignInKindTests {
  private func signInFile(_ scene: FleetScene, _ account: Account) -> FilePath {
    SandboxFolder(scene.folder / "root/accounts/\(account.key)").signInFile
  }

  @Test("an access token becomes an account that knows whose it is, with its quota")
  func accessToken() async throws {
    let scene = try FleetScene()
    scene.use("ci", week: 40)

    let account = try await scene.fleet.add(label: "ci", method: .accessToken(Redacted("at-ci\n")))
    {
      _ in
    }

    #expect(account.kind == "token" && account.credential == .accessToken)
    #expect(account.identity == .chatGPT(accountID: "ci", userID: "user-ci"))
    #expect(account.email == "ci@example.com" && account.plan == Plan("plus"))
    #expect(
      try await scene.fleet.snapshot().accounts.first?.reading?.windows.last?.usedPercent == 40)
    let usage = try #require(scene.http.requests.last { $0.url.hasSuffix("/wham/usage") })
    #expect(usage.headers.reveal().value(of: "Authorization") == "Bearer at-ci")
    #expect(usage.headers.reveal().value(of: "ChatGPT-Account-Id") == "ci")
    #expect(
      try AuthFile(DiskFileSystem().read(signInFile(scene, account)))
        == AuthFile(accessToken: Redacted("at-ci")))
    #expect(scene.runner.commands.isEmpty)
  }

  @Test(
    "an access token that the server refuses leaves nothing behind", arguments: ["at-", "at-9"])
  func refusedToken(token: String) async throws {
    let scene = try FleetScene()

    await #expect(throws: SignInError.tokenRefused) {
      _ = try await scene.fleet.add(label: "ci", method: .accessToken(Redacted(token))) { _ in }
    }

    #expect(try await scene.fleet.snapshot().accounts == [])
    #expect(try DiskFileSystem().list(scene.folder / "root/staging") == [])
  }

  @Test("codex's own file of an access token is imported, and exported and imported again")
  func roundTrip() async throws {
    let scene = try FleetScene()
    let source = scene.folder / "auth.json"
    let text = #"{"OPENAI_API_KEY":null,"personal_access_token":"at-ci"}"#
    try DiskFileSystem().replace(source, with: Data(text.utf8), mode: .privateFile)
    let account = try await scene.fleet.add(label: "ci", method: .importing(source)) { _ in }
    let export = scene.folder / "export.json"

    _ = try await scene.fleet.exportAccounts(
      ExportRequest(labels: ["ci"], path: export, form: .plain))
    _ = try await scene.fleet.remove(label: "ci")
    let outcome = try await scene.fleet.importSignIns(
      ImportRequest(paths: [export]), dialogue: NoQuestions())

    #expect(account.kind == "token")
    #expect(outcome.skipped.isEmpty)
    let back = try #require(outcome.imported.first?.account)
    #expect(back.kind == "token" && back.identity == account.identity)
    #expect(back.email == "ci@example.com")
  }

  @Test("a token that the person behind an account already uses is the same identity")
  func sameIdentity() async throws {
    let scene = try FleetScene()
    try await scene.add("work")

    let error = await #expect(throws: (any Error).self) {
      _ = try await scene.fleet.add(label: "ci", method: .accessToken(Redacted("at-work"))) { _ in }
    }

    #expect((error as? any EngineError)?.code == "identity_taken")
    let renewed = try await scene.fleet.relogin(
      label: "work", method: .accessToken(Redacted("at-work"))
    ) { _ in }
    #expect(renewed.kind == "token" && renewed.identity.chatGPTAccountID == "work")
  }

  @Test("the plan of the last reading wins over the sign-in's, in every answer")
  func plan() async throws {
    let scene = try FleetScene()
    let first = try await scene.add("work")
    scene.use("work", week: 10, plan: "team")
    scene.time.advance(by: .seconds(60))

    let snapshot = try #require(try await scene.fleet.snapshot(refresh: true).accounts.first)

    #expect(first.plan == Plan("plus"))
    #expect(snapshot.plan == Plan("team") && snapshot.planText == "TEAM")
    #expect(try await scene.fleet.rename(label: "work", to: "team").plan == Plan("team"))
    #expect(try await scene.fleet.setEnabled(false, label: "team").plan == Plan("team"))
  }

  @Test("signing out asks the server itself, follows no redirect, and removes the sign-in anyway")
  func logout() async throws {
    let scene = try FleetScene()
    try await scene.add("work")

    let (entry, failure) = try await scene.fleet.logout(label: "work")

    #expect(scene.runner.commands.isEmpty)
    let revocations = scene.http.requests.filter { $0.url.contains("revoke") }.map(\.url)
    #expect(revocations == ["https://auth.openai.com/oauth/revoke"])
    #expect(
      failure?.message
        == "The session of work may live on at the server: the server answered 307.")
    #expect(entry.isSignedOut)
    #expect(!DiskFileSystem().exists(SandboxFolder(entry.folder).signInFile))
  }

  @Test("a codex that a killed sign-in left behind is ended, and its folder makes no trouble")
  func orphan() async throws {
    let scene = try FleetScene()
    let staging = scene.folder / "root/staging/0123"
    let orphan = ProcessIdentity(pid: 71, startTicks: 7)
    let gone = ProcessIdentity(pid: 70, startTicks: 7)
    let note = SignInProcess(process: orphan, owner: gone)
    try DiskFileSystem().createFolder(staging / "codex", mode: .privateFolder)
    try DiskFileSystem().replace(
      staging / "process.json", with: JSONEncoder().encode(note), mode: .privateFile)
    scene.runner.setAlive(orphan, true)

    try await scene.add("work")

    #expect(scene.background.ended == [orphan])
    #expect(try DiskFileSystem().list(scene.folder / "root/staging") == [])
  }

  @Test("a codex whose swop still lives is left alone")
  func liveSignIn() throws {
    let scene = try FleetScene()
    let staging = scene.folder / "root/staging"
    let note = SignInProcess(
      process: ProcessIdentity(pid: 71, startTicks: 7), owner: scene.runner.current)
    try DiskFileSystem().createFolder(staging / "1", mode: .privateFolder)
    try DiskFileSystem().replace(
      staging / "1/process.json", with: JSONEncoder().encode(note), mode: .privateFile)
    scene.runner.setAlive(note.process, true)

    #expect(
      SignInProcess.orphans(in: staging, files: DiskFileSystem(), runner: scene.runner) == [])
  }

  private struct NoQuestions: ImportDialogue {
    func passphrase(for path: FilePath) async throws -> Redacted<String> { Redacted("") }
    func mayRenew(_ titles: [String]) async -> Bool { false }
  }
}
