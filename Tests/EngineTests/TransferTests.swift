import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Importing and exporting accounts")
struct TransferTests {
  @Test("every sign-in of a folder becomes an account, once, and the files stay as they are")
  func folder() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    try scene.write("old/a.json", .of("a"))
    try scene.write("old/a-again.json", .of("a") { $0.refreshToken = "refresh-1" })
    try scene.write("old/work.json", .of("work"))
    let before = try DiskFileSystem().read(scene.folder / "old/a.json")

    let outcome = try await scene.importing("old")

    #expect(outcome.imported.map(\.account.label.text) == ["ada"])
    #expect(outcome.imported.map(\.isShared) == [true])
    #expect(outcome.skipped.map(\.reason.code) == ["repeated", "identity_taken"])
    #expect(outcome.skipped.map(\.isFailure) == [false, false])
    #expect(try await scene.labels().sorted() == ["ada", "work"])
    #expect(try DiskFileSystem().read(scene.folder / "old/a.json") == before)
    let again = try await scene.importing("old")
    #expect(again.imported.isEmpty && again.skipped.count == 3)
  }

  @Test("of two copies of one session the one that was renewed last is taken")
  func newest() async throws {
    let scene = try FleetScene()
    try scene.write("old/1.json", .of("a"))
    try scene.write(
      "old/2.json",
      .of("a") {
        $0.refreshToken = "newer"
        $0.lastRefresh = "2027-01-15T07:30:00Z"
      })

    _ = try await scene.importing("old")

    let stored = try scene.signIn(of: "ada")
    #expect(stored.contains("newer") && !stored.contains("refresh-a"))
  }

  @Test(
    "a file that cannot be used is named with its reason, and the others are imported",
    arguments: ["nonsense", "{}", #"{"format":"swop-export","version":2}"#])
  func partial(text: String) async throws {
    let scene = try FleetScene()
    try scene.write("good.json", .of("a"))
    try scene.write("bad.json", text: text)

    let alone = await failure { try await scene.importing("bad.json") }
    let outcome = try await scene.importing("bad.json", "missing.json", "good.json")

    #expect(alone == "not_importable")
    #expect(outcome.imported.map(\.account.label.text) == ["ada"])
    #expect(outcome.skipped.map(\.source.name) == ["bad.json", "missing.json"])
    #expect(outcome.skipped.map(\.reason.code) == ["not_importable", "not_importable"])
    #expect(outcome.skipped.map(\.isFailure) == [true, true])
  }

  @Test("of a list with a dead sign-in in the middle the others are imported")
  func deadRecord() async throws {
    let scene = try FleetScene()
    let dead = SignInFixture.of("b") { $0.refreshToken = "" }.json
    let list = [SignInFixture.of("a").json, dead, SignInFixture.of("c").json]
    try scene.write("list.json", text: "[\(list.joined(separator: ","))]")

    let outcome = try await scene.importing("list.json")

    #expect(outcome.imported.count == 2)
    #expect(
      outcome.skipped.map(\.reason.message) == [
        "Sign-in 2 of \(scene.folder / "list.json") cannot be imported: its session cannot be renewed."
      ])
  }

  @Test("a label can be given for one sign-in only, and must be free")
  func label() async throws {
    let scene = try FleetScene()
    try scene.write("old/a.json", .of("a"))
    try scene.write("old/b.json", .of("b"))

    let many = await failure {
      try await scene.importing("old", label: "x")
    }
    let one = try await scene.importing("old/a.json", label: "x")
    let taken = await failure {
      try await scene.importing("old/b.json", label: "X")
    }

    #expect(many == "label_for_many" && taken == "label_taken")
    #expect(one.imported.map(\.account.label.text) == ["x"])
  }

  @Test("sessions of codex-multi-auth are renewed only when allowed, and then they are ours")
  func pending() async throws {
    let scene = try FleetScene()
    try scene.writeMultiAuth("list.json", accounts: ["a", "b"])

    let refused = try await scene.importing("list.json")
    let asked = scene.http.requests.count
    let allowed = try await scene.importing("list.json", dialogue: Answers(mayRenew: true))

    #expect(refused.imported.isEmpty)
    #expect(refused.skipped.map(\.reason.code) == ["needs_renewal", "needs_renewal"])
    #expect(asked == 0)
    #expect(allowed.imported.map(\.account.label.text) == ["Old a", "Old b"])
    #expect(allowed.imported.map(\.isShared) == [false, false])
    #expect(try scene.signIn(of: "Old a").contains("renewed-refresh"))
  }

  @Test("each refresh token is sent once, whatever fails, and none again by a second import")
  func sentOnce() async throws {
    let scene = try FleetScene()
    let nameless = #"{"refreshToken":"multi-c","accountLabel":"No access"}"#
    let dead = #"{"refreshToken":"dead-token","accountLabel":"Dead","accountId":"d"}"#
    let entries = [
      FleetScene.multiAuth("a"), FleetScene.multiAuth("a", label: "Again"), dead,
      #"{"accountLabel":"Broken"}"#, nameless,
    ]
    try scene.write(
      "list.json", text: #"{"version":3,"accounts":[\#(entries.joined(separator: ","))]}"#)

    let first = try await scene.importing("list.json", dialogue: Answers(mayRenew: true))
    let second = try await scene.importing("list.json", dialogue: Answers(mayRenew: true))

    #expect(first.imported.map(\.account.label.text) == ["Old a", "No access"])
    #expect(first.skipped.map(\.reason.code) == ["not_importable", "repeated", "sign_in_refused"])
    #expect(first.skipped.last?.reason.remedy == "Sign in to it instead: swop add Dead")
    #expect(second.imported.isEmpty)
    #expect(
      second.skipped.map(\.reason.code) == [
        "not_importable", "identity_taken", "identity_taken", "sign_in_refused", "identity_taken",
      ])
    let sent = scene.http.requests.filter { $0.url.hasSuffix("/oauth/token") }
    #expect(sent.count == 3)
  }

  @Test("a refresh token that an account holds already is never sent")
  func held() async throws {
    let scene = try FleetScene()
    try scene.write("a.json", .of("a") { $0.refreshToken = "multi-a" })
    _ = try await scene.importing("a.json")
    try scene.write(
      "list.json", text: #"{"version":3,"accounts":[{"refreshToken":"multi-a"}]}"#)

    let outcome = try await scene.importing("list.json", dialogue: Answers(mayRenew: true))

    #expect(outcome.skipped.map(\.reason.code) == ["identity_taken"])
    #expect(!scene.http.requests.contains { $0.url.hasSuffix("/oauth/token") })
  }

  @Test("a token that an import has used up is not copied into an account either")
  func usedUp() async throws {
    let scene = try FleetScene()
    try scene.writeMultiAuth("list.json", accounts: ["a"])
    _ = try await scene.importing("list.json", dialogue: Answers(mayRenew: true))
    _ = try await scene.fleet.remove(label: "Old a")
    try scene.write("a.json", .of("a") { $0.refreshToken = "multi-a" })

    let imported = try await scene.importing("a.json")
    let added = await failure {
      try await scene.fleet.add(
        label: "x", method: .importing(scene.folder / "a.json")
      ) { _ in }
    }

    #expect(imported.skipped.map(\.reason.code) == ["token_used"])
    #expect(added == "token_used")
  }

  @Test("an import that died after the server's answer is finished by the next one")
  func interrupted() async throws {
    let scene = try FleetScene()
    let place = scene.folder / "root/staging/0123"
    let note = """
      {"label":"work","isEnabled":false,"source":"/old/list.json","origin":"codex-multi-auth",
       "tokenDigest":"digest"}
      """
    try DiskFileSystem().createFolder(place / "codex", mode: .privateFolder)
    try DiskFileSystem().replace(
      place / "import.json", with: Data(note.utf8), mode: .privateFile)
    try DiskFileSystem().replace(
      place / "codex/auth.json", with: SignInFixture.of("a").data, mode: .privateFile)

    let outcome = try await scene.importing()
    let again = await failure { try await scene.importing() }

    #expect(outcome.imported.map(\.account.label.text) == ["work"])
    #expect(outcome.imported.map(\.account.isEnabled) == [false])
    #expect(outcome.imported.map(\.source) == ["/old/list.json"])
    #expect(try scene.signIn(of: "work").contains("refresh-a"))
    #expect(try DiskFileSystem().list(scene.folder / "root/staging") == [])
    #expect(again == "usage")
  }

  @Test("an import waits for no sign-in in progress")
  func besideSignIn() async throws {
    let scene = try FleetScene()
    try scene.write("a.json", .of("a"))
    let folder = scene.folder / "root/locks"
    try DiskFileSystem().createFolder(folder, mode: .privateFolder)
    let lock = try #require(try DiskFileSystem().tryLock(folder / "sign-in.lock"))
    defer { lock.release() }

    let account = try await scene.fleet.add(
      label: "x", method: .importing(scene.folder / "a.json")
    ) { _ in }

    #expect(account.label.text == "x")
  }

  @Test("an encrypted export comes back as it was, switched-off accounts too")
  func sealedRoundTrip() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    try await scene.add("my lab")
    _ = try await scene.fleet.setEnabled(false, label: "my lab")
    let before = try ["work", "my lab"].map(scene.signIn)
    let path = scene.folder / "backup.swop"

    let exported = try await scene.fleet.exportAccounts(
      ExportRequest(path: path, form: .sealed(passphrase: Redacted("correct horse"))))
    for label in ["work", "my lab"] { _ = try await scene.fleet.remove(label: label) }
    let outcome = try await scene.importing("backup.swop", dialogue: Answers())

    #expect(exported.files == [path] && exported.accounts.count == 2)
    #expect(try DiskFileSystem().status(path)?.mode == .privateFile)
    #expect(outcome.imported.map(\.account.label.text) == ["work", "my lab"])
    #expect(outcome.imported.map(\.account.isEnabled) == [true, false])
    #expect(try ["work", "my lab"].map(scene.signIn) == before)
  }

  @Test("a wrong passphrase imports nothing; a short one exports nothing")
  func passphrases() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    let path = scene.folder / "backup.swop"
    _ = try await scene.fleet.exportAccounts(
      ExportRequest(path: path, form: .sealed(passphrase: Redacted("correct horse"))))

    let wrong = await failure {
      try await scene.importing("backup.swop", dialogue: Answers(passphrase: "wrong horse"))
    }
    let short = await failure {
      try await scene.fleet.exportAccounts(
        ExportRequest(path: scene.folder / "b", form: .sealed(passphrase: Redacted("seven77"))))
    }

    #expect(wrong == "wrong_passphrase" && short == "short_passphrase")
    #expect(try await scene.labels() == ["work"])
    #expect(!DiskFileSystem().exists(scene.folder / "b"))
  }

  @Test("an export replaces nothing unless told to, and leaves out what it has no sign-in of")
  func refusals() async throws {
    let scene = try FleetScene()
    try await scene.add("work")
    try await scene.add("empty")
    let files = DiskFileSystem()
    try files.remove(scene.folder / "root/accounts/empty/codex/auth.json")
    let path = scene.folder / "plain.json"
    try files.replace(path, with: Data("mine".utf8), mode: .privateFile)
    var request = ExportRequest(path: path, form: .plain)

    let refused = await failure {
      try await scene.fleet.exportAccounts(request)
    }
    #expect(refused == "file_exists")
    #expect(try files.read(path) == Data("mine".utf8))

    request.replaces = true
    let outcome = try await scene.fleet.exportAccounts(request)
    #expect(outcome.accounts.map(\.label.text) == ["work"])
    #expect(outcome.skipped.map(\.code) == ["signed_out"])
    request.labels = ["empty"]
    let nothing = await failure {
      try await scene.fleet.exportAccounts(request)
    }
    #expect(nothing == "nothing_to_export")
  }

  @Test("CLIProxyAPI's files come in and go out with everything that stood beside the sign-in")
  func cpa() async throws {
    let scene = try FleetScene()
    let fixture = SignInFixture.of("a")
    let text = """
      {"type":"codex","email":"ada@example.com","id_token":"\(fixture.idToken)",
       "access_token":"\(fixture.accessToken)","refresh_token":"r-1","account_id":"a",
       "last_refresh":"2027-01-15T07:00:00Z","expired":"","proxy_url":"http://p.example"}
      """
    try DiskFileSystem().replace(
      scene.folder / "codex-a.json", with: Data(text.utf8), mode: .privateFile)

    _ = try await scene.importing("codex-a.json")
    let outcome = try await scene.fleet.exportAccounts(
      ExportRequest(path: scene.folder / "cpa", form: .cliProxyAPI))

    #expect(outcome.files == [scene.folder / "cpa/ada.json"])
    let written = String(
      decoding: try DiskFileSystem().read(scene.folder / "cpa/ada.json"), as: UTF8.self)
    for part in ["http://p.example", "\"r-1\"", "\"codex\"", fixture.idToken] {
      #expect(written.contains(part), "\(part)")
    }
  }
}

/// The code of the error that something ends with, nil if it ends well.
private func failure(_ body: () async throws -> some Sendable) async -> String? {
  do {
    _ = try await body()
    return nil
  } catch {
    return (error as? any EngineError)?.code
  }
}

/// A person's answers to an import.
private struct Answers: ImportDialogue {
  var passphrase = "correct horse"
  var mayRenew = false

  func passphrase(for path: FilePath) async throws -> Redacted<String> { Redacted(passphrase) }

  func mayRenew(_ titles: [String]) async -> Bool { mayRenew }
}

extension SignInFixture {
  fileprivate static func of(
    _ account: String, _ change: (inout SignInFixture) -> Void = { _ in }
  ) -> SignInFixture {
    SignInFixture {
      $0.accountID = account
      $0.userID = "user-\(account)"
      $0.refreshToken = "refresh-\(account)"
      change(&$0)
    }
  }
}

extension FleetScene {
  fileprivate func write(_ name: String, _ fixture: SignInFixture) throws {
    let path = folder / name
    try DiskFileSystem().createFolder(path.parent, mode: .privateFolder)
    try DiskFileSystem().replace(path, with: fixture.data, mode: .privateFile)
  }

  fileprivate func write(_ name: String, text: String) throws {
    try DiskFileSystem().replace(folder / name, with: Data(text.utf8), mode: .privateFile)
  }

  fileprivate func writeMultiAuth(_ name: String, accounts: [String]) throws {
    let entries = accounts.map { Self.multiAuth($0) }
    try write(name, text: #"{"version":3,"accounts":[\#(entries.joined(separator: ","))]}"#)
  }

  /// An account as codex-multi-auth keeps it.
  fileprivate static func multiAuth(_ account: String, label: String? = nil) -> String {
    let access = SignInFixture.token(
      #"{"https://api.openai.com/auth":{"chatgpt_account_id":"\#(account)","#
        + #""chatgpt_user_id":"user-\#(account)"}}"#)
    return #"{"accountId":"\#(account)","accountLabel":"\#(label ?? "Old \(account)")","#
      + #""refreshToken":"multi-\#(account)","accessToken":"\#(access)"}"#
  }

  fileprivate func importing(
    _ names: String..., label: String? = nil, dialogue: Answers = Answers()
  ) async throws -> ImportOutcome {
    try await fleet.importSignIns(
      ImportRequest(paths: names.map { folder / $0 }, label: label), dialogue: dialogue)
  }

  fileprivate func labels() async throws -> [String] {
    try await fleet.snapshot().accounts.map(\.account.label.text)
  }

  fileprivate func signIn(of label: String) throws -> String {
    let key = label.lowercased().replacing(" ", with: "-")
    return String(
      decoding: try DiskFileSystem().read(folder / "root/accounts/\(key)/codex/auth.json"),
      as: UTF8.self)
  }
}
