import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Damaged accounts")
struct DamagedAccountTests {
  private let at: AccountsFixture
  private let store: AccountStore

  init() throws {
    at = try AccountsFixture()
    store = at.store()
  }

  private func file(_ key: String) -> FilePath { at.layout.accounts / key / "meta.json" }

  private func content(_ changes: (inout String) -> Void) async throws -> String {
    let account = try await at.add("work")
    var text = String(decoding: try at.disk.read(file(account.key.text)), as: UTF8.self)
    changes(&text)
    return text
  }

  @Test(
    "each is reported with what is wrong, and never with what the file says",
    arguments: [
      ("", "it is not JSON"), ("{", "it is not JSON"), ("[]", "“” has the wrong type"),
      ("{}", "“schema_version” is missing"),
      (#"{"schema_version":"1"}"#, "“schema_version” has the wrong type"),
      (#"{"schema_version":0}"#, "unknown version 0"),
      (#"{"schema_version":1}"#, "“id” is missing"),
      (
        #"{"schema_version":1,"id":"x","label":"--bad","key":"work"}"#,
        "it is not what swop writes"
      ),
    ])
  func damaged(content: String, detail: String) async throws {
    let good = try await at.add("good")
    try at.write(file("work"), content)

    let listing = try store.list()

    #expect(listing.accounts == [good])
    #expect(
      listing.damaged == [
        DamagedAccount(
          folder: at.layout.accounts / "work",
          error: .damaged(path: file("work"), detail: detail))
      ])
  }

  @Test("a file of a newer swop is an error that says so, and is never rewritten")
  func tooNew() async throws {
    let text = try await content { text in
      text = text.replacing("\"schema_version\" : 1", with: "\"schema_version\" : 9")
    }
    try at.write(file("work"), text)

    let listing = try store.list()

    #expect(
      listing.damaged.map(\.error) == [.tooNew(path: file("work"), version: 9, supported: 1)])
    #expect(String(decoding: try at.disk.read(file("work")), as: UTF8.self) == text)
  }

  @Test("a copied sandbox is reported, for it holds the same sign-in twice")
  func copied() async throws {
    let text = try await content { _ in }
    try at.write(file("copy"), text)

    #expect(
      try store.list().damaged.map(\.error) == [
        .damaged(path: file("copy"), detail: "it belongs to “work”")
      ])
  }

  @Test("a sandbox without its file, and a link in the place of a sandbox, are reported")
  func missingFileAndLink() async throws {
    try at.disk.createFolder(at.layout.accounts / "empty", mode: .privateFolder)
    try at.disk.createFolder(at.folder / "outside", mode: .privateFolder)
    try at.disk.createLink(at.layout.accounts / "link", to: at.folder / "outside")
    try at.write(at.layout.accounts / "a file")
    try at.disk.createFolder(at.layout.accounts / ".hidden", mode: .privateFolder)

    #expect(
      try store.list().damaged.map(\.error) == [
        .damaged(path: file("empty"), detail: "the file is missing"),
        .damaged(path: at.layout.accounts / "link", detail: "it is a link, not a folder"),
      ])
  }

  @Test("a damaged sandbox keeps its key, so that no new account is put into it")
  func keyStaysTaken() async throws {
    try at.write(file("work"), "{")

    #expect(try await at.add("work").key.text == "work-2")
  }

  @Test("a damaged sandbox is set aside with everything in it")
  func setAside() async throws {
    try at.write(file("work"), "{")
    try at.write(at.layout.accounts / "work" / "codex" / "auth.json", "secret")
    let damaged = try #require(try store.list().damaged.first)

    let place = try await store.setAside(damaged)

    #expect(try store.list() == AccountListing(accounts: [], damaged: []))
    #expect(place == at.layout.backup / "work@20270115T080000Z")
    #expect(try at.secret(SandboxFolder(place)) == "secret")
  }

  @Test("a fixed file of version 1 is still read")
  func fixedFile() async throws {
    try at.write(
      file("work"),
      #"""
      {"schema_version":1,"id":"1b4e28ba-2fa1-41d2-883f-0016d3cca427","label":"Work","key":"work",
       "created_at":"2026-11-20T03:16:06Z","last_used_at":"2026-11-20T03:16:06.250Z","enabled":false,
       "isolation":"strict","identity":{"type":"api_key","fingerprint":"ab12","plan":"api"},
       "unknown":[1]}
      """#)

    let expected = Account(
      id: AccountID("1b4e28ba-2fa1-41d2-883f-0016d3cca427"),
      key: try #require(AccountKey("work")), label: try Label("Work"),
      createdAt: Date(timeIntervalSince1970: 1_795_144_566),
      lastUsedAt: Date(timeIntervalSince1970: 1_795_144_566.25), isEnabled: false,
      identity: .apiKey(fingerprint: "ab12"), plan: .api, isolation: .strict)
    #expect(try store.list() == AccountListing(accounts: [expected], damaged: []))
  }
}
