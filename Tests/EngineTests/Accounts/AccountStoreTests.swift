import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("AccountStore")
struct AccountStoreTests {
  private let at: AccountsFixture
  private let store: AccountStore

  init() throws {
    at = try AccountsFixture()
    store = at.store()
  }

  private func labels() throws -> [String] {
    try at.store().list().accounts.map(\.label.text)
  }

  @Test("a new account is complete, owner-only, and leaves nothing of its sign-in behind")
  func create() async throws {
    let account = try await store.create(
      Label("Work Account"), from: at.staged(store), signIn: .user("ada"), isolation: .strict)

    let sandbox = at.layout.sandbox(account.key)
    #expect(
      account
        == Account(
          id: account.id, key: try #require(AccountKey("work-account")),
          label: try Label("Work Account"), createdAt: at.time.now(),
          identity: .chatGPT(accountID: "workspace", userID: "ada"), email: "ada@example.com",
          plan: Plan("plus"), isolation: .strict))
    #expect(try at.store().list() == AccountListing(accounts: [account], damaged: []))
    #expect(try at.secret(sandbox) == "secret")
    #expect(try at.disk.list(sandbox.path) == ["codex", "meta.json"])
    #expect(try at.disk.list(sandbox.codexHome) == ["auth.json"])
    #expect(try at.disk.status(sandbox.path)?.mode == .privateFolder)
    #expect(try at.disk.status(sandbox.codexHome)?.mode == .privateFolder)
    #expect(try at.disk.status(sandbox.accountFile)?.mode == .privateFile)
    #expect(try at.disk.status(sandbox.signInFile)?.mode == .privateFile)
    #expect(try at.disk.list(at.layout.staging) == [])
  }

  @Test("accounts are listed in the order they were added")
  func order() async throws {
    for label in ["zoe", "ada", "mia"] { try await at.add(label) }

    #expect(try labels() == ["zoe", "ada", "mia"])
  }

  @Test("a root without accounts has none, and listing creates nothing")
  func empty() throws {
    #expect(try store.list() == AccountListing(accounts: [], damaged: []))
    #expect(try store.trash() == TrashListing(entries: [], damaged: []))
    #expect(try at.disk.list(at.layout.root) == [])
  }

  @Test("a label that differs only in case is taken")
  func labelTaken() async throws {
    try await at.add("Work")

    await #expect(throws: AccountsError.labelTaken(label: "Work")) {
      try await at.add("wORK", user: "other")
    }
    #expect(throws: AccountsError.labelTaken(label: "Work")) {
      try store.requireFree(Label("work"))
    }
    #expect(try labels() == ["Work"])
  }

  @Test("the same sign-in under another label is refused, naming the label that has it")
  func identityTaken() async throws {
    try await at.add("work", user: "ada")

    await #expect(throws: AccountsError.identityTaken(holder: "work")) {
      try await at.add("again", user: "ada")
    }
    #expect(try labels() == ["work"])
  }

  @Test("two members of one workspace are two accounts")
  func workspaceMembers() async throws {
    try await at.add("first", user: "ada")
    try await at.add("second", user: "bob")

    #expect(try labels() == ["first", "second"])
  }

  @Test("labels that make the same key get different sandboxes")
  func keys() async throws {
    let first = try await at.add("work")
    let second = try await at.add("work!")

    #expect([first.key.text, second.key.text] == ["work", "work-2"])
  }

  @Test("a sign-in that left nothing, an empty file or a link makes no account")
  func noSignIn() async throws {
    let staging = try await store.beginStaging()
    let path = staging.sandbox.signInFile
    for make in [
      { () throws in },
      { () throws in try at.disk.replace(path, with: Data(), mode: .privateFile) },
      { () throws in
        try at.disk.remove(path)
        try at.disk.createLink(path, to: "/etc/passwd")
      },
    ] {
      try make()
      await #expect(throws: AccountsError.signInMissing(path: path)) {
        try await store.create(Label("work"), from: staging, signIn: .user("ada"))
      }
    }
    #expect(try labels() == [])
  }

  @Test("a refused label can be tried again with another one from the same sign-in")
  func secondAttempt() async throws {
    try await at.add("work")
    let staging = try await at.staged(store)
    await #expect(throws: AccountsError.self) {
      try await store.create(Label("work"), from: staging, signIn: .user("ada"))
    }

    let account = try await store.create(Label("private"), from: staging, signIn: .user("ada"))

    #expect(try store.list().accounts.contains(account))
  }

  @Test("a rename changes the label and never the key, also only in case")
  func rename() async throws {
    let account = try await at.add("work")
    try await at.add("private")

    let renamed = try await store.rename(account, to: Label("Work"))

    #expect(renamed.label.text == "Work")
    #expect(renamed.key == account.key)
    await #expect(throws: AccountsError.labelTaken(label: "private")) {
      try await store.rename(renamed, to: Label("PRIVATE"))
    }
    #expect(try labels() == ["Work", "private"])
  }

  @Test("switching off, isolation and use are kept, each beside the others")
  func changes() async throws {
    let account = try await at.add("work")
    let later = at.time.now() + 60

    _ = try await store.setEnabled(false, account)
    _ = try await store.setIsolation(.strict, account)
    try await store.noteUse(of: account, at: later)
    let last = try await store.noteUse(of: account, at: later - 30)

    var expected = account
    expected.isEnabled = false
    expected.isolation = .strict
    expected.lastUsedAt = later
    #expect(last == expected)
    #expect(try at.store().list().accounts == [expected])
  }

  @Test("an account that was replaced by another under the same key is not changed by mistake")
  func replacedAccount() async throws {
    let old = try await at.add("work", user: "ada")
    _ = try await store.moveToTrash(old, isSignedOut: false, beforeMove: ready)
    let new = try await at.add("work", user: "bob")

    await #expect(throws: AccountsError.missing(label: "work")) {
      try await store.setEnabled(false, old)
    }
    #expect(try store.list().accounts == [new])
  }

  @Test("a new sign-in takes the place of the old one, with its address and plan")
  func replaceSignIn() async throws {
    let account = try await at.add("work", user: "ada", secret: "old")

    let renewed = try await store.replaceSignIn(
      of: account, from: at.staged(store, secret: "new"), signIn: .user("ada", plan: Plan("pro")))

    let sandbox = at.layout.sandbox(account.key)
    #expect(renewed.plan == Plan("pro"))
    #expect(try at.secret(sandbox) == "new")
    #expect(try at.disk.status(sandbox.signInFile)?.mode == .privateFile)
    #expect(try at.disk.list(at.layout.staging) == [])
  }

  @Test("someone else's sign-in is refused, naming who has it, and the old one stays")
  func otherIdentity() async throws {
    let account = try await at.add("work", user: "ada", secret: "old")
    try await at.add("other", user: "bob")

    for (user, holder) in [("bob", "other"), ("eve", nil)] {
      let staging = try await at.staged(store, secret: "new")
      await #expect(throws: AccountsError.otherIdentity(label: "work", holder: holder)) {
        try await store.replaceSignIn(of: account, from: staging, signIn: .user(user))
      }
      try await store.discard(staging)
    }

    #expect(try at.secret(at.layout.sandbox(account.key)) == "old")
    #expect(try at.disk.list(at.layout.staging) == [])
  }

  @Test("a sign-in of a living process is left alone, that of a dead one is cleaned up")
  func staging() async throws {
    let alive = try await at.staged(store)
    do {
      let dead = try await at.staged(at.store())
      #expect(dead.id != alive.id)
    }

    let removed = try await at.store().cleanLeftovers()

    #expect(removed.count == 1)
    #expect(try at.disk.list(at.layout.staging) == [alive.id, alive.id + ".lock"])
  }

  @Test("waiting for another process is bounded, and the error says who holds what")
  func busy() async throws {
    let account = try await at.add("work")
    let locks = LockRoom(
      folder: at.layout.locks, files: at.disk, time: at.time,
      process: PosixProcessRunner().current)
    let held = try #require(try locks.tryAcquire(.sandbox(account.key), purpose: "relogin work"))
    let impatient = AccountStore(
      layout: at.layout, files: at.disk, locks: locks, time: at.time, random: SystemRandom(),
      patience: .zero)

    let error = await #expect(throws: AccountsError.self) {
      try await impatient.setEnabled(false, account)
    }

    #expect(error?.outcome == .busy)
    let pid = PosixProcessRunner().current.pid
    #expect(error?.message.contains("(process \(pid)) has been busy for") == true)
    #expect(error?.message.hasSuffix("with: relogin work.") == true)
    #expect(try store.list().accounts == [account])
    held.release()
    _ = try await impatient.setEnabled(false, account)
  }

  @Test("a thousand accounts are listed, every one of them")
  func thousand() async throws {
    let sample = try await at.add("sample")
    let file = String(
      decoding: try at.disk.read(at.layout.sandbox(sample.key).accountFile), as: UTF8.self)
    let parts = file.split(separator: "\"sample\"", omittingEmptySubsequences: false)
    for number in 1..<1_000 {
      let text = parts.joined(separator: "\"sample-\(number)\"")
      let folder = at.layout.accounts / "sample-\(number)"
      try at.disk.createFolder(folder, mode: .privateFolder)
      // Written plainly: a thousand synchronised files would take their time.
      try Data(text.utf8).write(to: URL(filePath: (folder / "meta.json").text))
    }

    let listing = try store.list()

    #expect(listing.accounts.count == 1_000)
    #expect(listing.damaged == [])
  }
}
