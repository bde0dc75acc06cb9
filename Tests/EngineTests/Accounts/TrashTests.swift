import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Trash")
struct TrashTests {
  private let at: AccountsFixture
  private let store: AccountStore

  init() throws {
    at = try AccountsFixture()
    store = at.store()
  }

  @Test("an account goes to the trash whole, and comes back as it was")
  func thereAndBack() async throws {
    let account = try await at.add("work", secret: "precious")
    try at.write(at.layout.sandbox(account.key).codexHome / "history.jsonl", "line")

    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)

    let folder = at.layout.trash / "work@20270115T080001Z"
    #expect(
      entry
        == TrashedAccount(
          account: account, trashedAt: at.time.now(), isSignedOut: false, folder: folder))
    #expect(try at.store().list().accounts == [])
    #expect(try at.store().trash() == TrashListing(entries: [entry], damaged: []))

    let restored = try await store.restore(entry)

    let sandbox = at.layout.sandbox(account.key)
    #expect(restored == account)
    #expect(try at.store().list().accounts == [account])
    #expect(try at.store().trash().entries == [])
    #expect(try at.secret(sandbox) == "precious")
    #expect(try at.disk.list(sandbox.path) == ["codex", "meta.json"])
  }

  @Test("a file that a death left half-written is cleaned out of the trash; note and sign-in stay")
  func cleaned() async throws {
    let account = try await at.add("work", secret: "precious")
    let sandbox = at.layout.sandbox(account.key)
    let name = ".swop-0123456789abcdef.tmp"
    try at.write(sandbox.path / name, "{")
    try at.write(sandbox.codexHome / name, "newer")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)

    let removed = try await store.cleanLeftovers()

    #expect(removed == [entry.folder / name])
    #expect(try at.disk.list(entry.folder) == ["codex", "meta.json", "trash.json"])
    #expect(try at.disk.list(entry.folder / "codex").contains(name))
    #expect(try store.trash().entries == [entry])
  }

  @Test("the trash remembers a sign-out")
  func signedOut() async throws {
    let account = try await at.add("work")

    _ = try await store.moveToTrash(account, isSignedOut: true, beforeMove: ready)

    #expect(try store.trash().entries.map(\.isSignedOut) == [true])
  }

  @Test("what has to happen first happens while the sandbox is in its place")
  func beforeMove() async throws {
    let account = try await at.add("work")
    let seen = Mutex<[Bool]>([])
    let disk = at.disk

    _ = try await store.moveToTrash(account, isSignedOut: false) { sandbox in
      let exists = disk.exists(sandbox.signInFile)
      seen.withLock { $0.append(exists) }
    }

    #expect(seen.withLock { $0 } == [true])
  }

  @Test("when that fails, the account stays")
  func beforeMoveFails() async throws {
    let account = try await at.add("work")
    let failure = StoreError.busy(path: "/state")

    await #expect(
      throws: AccountsError.notReady(label: "work", cause: failure.report, outcome: .busy)
    ) {
      try await store.moveToTrash(account, isSignedOut: false) { _ in throw failure }
    }

    #expect(try store.list().accounts == [account])
    #expect(try store.trash().entries == [])
  }

  @Test("two accounts of one key thrown away in the same second are both kept")
  func sameSecond() async throws {
    for user in ["ada", "bob"] {
      let account = try await store.create(
        Label("work"), from: at.staged(store), signIn: .user(user))
      _ = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    }

    #expect(
      try at.disk.list(at.layout.trash)
        == ["work@20270115T080000Z", "work@20270115T080000Z-2"])
  }

  @Test("a restore whose label was taken is refused, and works under another label and key")
  func labelTaken() async throws {
    let old = try await at.add("work", user: "ada")
    let entry = try await store.moveToTrash(old, isSignedOut: false, beforeMove: ready)
    let new = try await at.add("work", user: "bob")

    await #expect(throws: AccountsError.labelTakenSince(label: "work")) {
      try await store.restore(entry)
    }
    #expect(try store.trash().entries == [entry])

    let restored = try await store.restore(entry, as: Label("old work"))

    #expect(restored.label.text == "old work")
    #expect(restored.key.text == "old-work")
    #expect(restored.id == old.id)
    #expect(try store.list().accounts == [restored, new])
  }

  @Test("a restore of a sign-in that was added again is refused, naming who has it")
  func identityTaken() async throws {
    let old = try await at.add("work", user: "ada")
    let entry = try await store.moveToTrash(old, isSignedOut: false, beforeMove: ready)
    try await at.add("again", user: "ada")

    await #expect(throws: AccountsError.identityTaken(holder: "again")) {
      try await store.restore(entry)
    }
    #expect(try store.trash().entries == [entry])
  }

  @Test("a restore or purge of what is not there any more says so")
  func gone() async throws {
    let account = try await at.add("work")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    try await store.purge(entry.folder)

    await #expect(throws: AccountsError.notInTrash(path: entry.folder)) {
      try await store.restore(entry)
    }
    await #expect(throws: AccountsError.notInTrash(path: entry.folder)) {
      try await store.purge(entry.folder)
    }
    #expect(try at.disk.list(at.layout.trash) == [])
  }

  @Test(
    "entries expire after thirty days by the server's date, not before, and not by this machine's clock"
  )
  func expiry() async throws {
    let removed = Date(timeIntervalSince1970: 1_700_000_000)
    let account = try await at.add("work")
    let entry = try await store.moveToTrash(
      account, isSignedOut: false, serverDate: removed, beforeMove: ready)
    let trash = try store.trash()

    #expect(trash.old(at: entry.trashedAt + 30 * 86_400 + 1) == [entry])
    #expect(trash.expired(at: removed + 30 * 86_400) == [])
    #expect(trash.expired(at: removed + 30 * 86_400 + 1) == [entry])
  }

  @Test("an entry without a server's date is kept until one was noted thirty days ago")
  func undated() async throws {
    let account = try await at.add("work")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    let date = Date(timeIntervalSince1970: 1_700_000_000)
    #expect(try store.trash().expired(at: .distantFuture) == [])

    try await store.noteServerDate(date, in: entry)
    try await store.noteServerDate(date - 90 * 86_400, in: entry)

    let trash = try store.trash()
    #expect(trash.entries.map(\.serverDate) == [date])
    #expect(trash.expired(at: date + 30 * 86_400) == [])
    #expect(trash.expired(at: date + 30 * 86_400 + 1).count == 1)
  }

  @Test("nothing outside the trash is ever purged, by whatever path or link")
  func guardRails() async throws {
    let account = try await at.add("work")
    let precious = at.folder / "outside" / "precious"
    try at.write(precious)
    try at.disk.createFolder(at.layout.trash, mode: .privateFolder)
    try at.disk.createLink(at.layout.trash / "link", to: at.folder / "outside")

    for path: FilePath in [
      at.folder / "outside", at.layout.sandbox(account.key).path, at.layout.root,
      at.layout.trash, at.layout.trash / "..", at.layout.trash / "." / "link",
      at.layout.trash / "link", at.layout.trash / "link" / "precious", "/",
    ] {
      await #expect(throws: AccountsError.notOurs(path: path)) { try await store.purge(path) }
    }

    #expect(at.disk.exists(precious))
    #expect(try store.list().accounts == [account])
  }

  @Test("a trash folder that leads elsewhere is not purged, and an accounts folder not emptied")
  func linkedFolders() async throws {
    let account = try await at.add("work")
    try at.write(at.folder / "outside" / "entry" / "precious")
    try at.disk.createLink(at.layout.trash, to: at.folder / "outside")

    await #expect(throws: AccountsError.notOurs(path: at.layout.trash / "entry")) {
      try await store.purge(at.layout.trash / "entry")
    }
    try at.disk.remove(at.layout.trash)
    try at.disk.move(at.layout.accounts, to: at.folder / "elsewhere")
    try at.disk.createLink(at.layout.accounts, to: at.folder / "elsewhere")
    await #expect(
      throws: AccountsError.notOurs(path: at.layout.sandbox(account.key).path)
    ) {
      try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    }

    #expect(at.disk.exists(at.folder / "outside" / "entry" / "precious"))
    #expect(at.disk.exists(at.folder / "elsewhere" / "work" / "meta.json"))
  }

  @Test("purging follows no link out of a sandbox")
  func purgeFollowsNoLink() async throws {
    let account = try await at.add("work")
    try at.write(at.folder / "shared" / "config.toml", "shared")
    let home = at.layout.sandbox(account.key).codexHome
    try at.disk.createLink(home / "config.toml", to: at.folder / "shared" / "config.toml")
    try at.disk.createLink(home / "sessions", to: at.folder / "shared")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)

    try await store.purge(entry.folder)

    #expect(try at.disk.list(at.folder / "shared") == ["config.toml"])
    #expect(try at.disk.list(at.layout.trash) == [])
  }

  @Test("an entry that cannot be read is reported beside the others, and can be purged")
  func damaged() async throws {
    let account = try await at.add("work")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    let broken = at.layout.trash / "broken@x"
    try at.write(broken / "meta.json", "{")

    let trash = try store.trash()
    #expect(trash.entries == [entry])
    #expect(
      trash.damaged.map(\.error) == [
        .damaged(path: broken / "meta.json", detail: "it is not JSON")
      ])

    try await store.purge(broken)
    #expect(try store.trash().damaged == [])
  }

  @Test("a note of a newer swop, and none at all, are reported")
  func damagedNote() async throws {
    let account = try await at.add("work")
    let entry = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
    let note = entry.folder / "trash.json"
    let text = String(decoding: try at.disk.read(note), as: UTF8.self)

    try at.write(note, text.replacing("\"schema_version\":1", with: "\"schema_version\":2"))
    #expect(
      try store.trash().damaged.map(\.error) == [.tooNew(path: note, version: 2, supported: 1)])

    try at.disk.remove(note)
    #expect(
      try store.trash().damaged.map(\.error) == [
        .damaged(path: note, detail: "the file is missing")
      ])
  }
}
