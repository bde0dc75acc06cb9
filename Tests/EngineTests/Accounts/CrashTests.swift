import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

/// Everything that changes accounts, tried with the process dying, and with the disk refusing, at every
/// single call that changes the disk.
@Suite("A crash or a full disk at any moment")
struct CrashTests {
  /// What a person sees of a root, and whether every sign-in is there.
  struct Picture: Hashable {
    var accounts: [String]
    var trash: [String]
    var damaged: [FilePath]
  }

  enum Change: String, CaseIterable, CustomTestStringConvertible {
    case create, createWithConfiguration, rename, disable, noteUse, replaceSignIn, trash,
      trashSignedOut, restore
    case restoreUnderAnotherLabel, purge

    var testDescription: String { rawValue }
  }

  @Test(
    "leaves the old state or the new one, loses no sign-in, and what it left is cleaned up",
    arguments: Change.allCases)
  func crash(change: Change) async throws {
    let after = try await outcome(of: change)
    for call in 1..<200 {
      let at = try await world()
      let before = try picture(at)
      let files = FaultyFileSystem(.crashing(at: call))

      let failure = await failure { try await perform(change, at, files) }

      guard files.hasStruck else {
        #expect(failure == nil)
        #expect(call > 1)
        return
      }
      let seen = try picture(at)
      #expect(seen == before || seen == after, "crash at call \(call)")
      try await expectNoLeftovers(at, after: call)
      #expect(try picture(at) == seen, "cleaning up after a crash at call \(call)")
    }
    Issue.record("the change has no end")
  }

  @Test(
    "is told in one sentence and leaves the old state or, past the point of no return, the new one",
    arguments: Change.allCases)
  func fullDisk(change: Change) async throws {
    let after = try await outcome(of: change)
    for call in 1..<200 {
      let at = try await world()
      let before = try picture(at)
      let files = FaultyFileSystem(.failing(at: call, .noSpace))

      let failure = await failure { try await perform(change, at, files) }

      guard files.hasStruck else { return }
      let seen = try picture(at)
      if let failure {
        #expect(failure.message.hasSuffix("the disk is full."), "call \(call)")
        #expect(failure.message.filter { $0 == "\n" }.isEmpty)
        // A purged entry is out of sight before its files are gone; a sign-in is in place before its
        // address is noted. Neither is half of anything a person sees.
        let isPastReturn = change == .purge || change == .replaceSignIn
        #expect(seen == before || (isPastReturn && seen == after), "call \(call)")
      } else {
        #expect(seen == after, "call \(call)")
      }
      try await expectNoLeftovers(at, after: call)
      #expect(try picture(at) == seen)
      await #expect(throws: Never.self, "again after call \(call)") {
        if seen == before { try await perform(change, at, DiskFileSystem()) }
      }
      #expect(try picture(at) == after, "again after call \(call)")
    }
    Issue.record("the change has no end")
  }

  /// Two accounts, and one in the trash.
  private func world() async throws -> AccountsFixture {
    let at = try AccountsFixture()
    try at.write(at.layout.sharedHome / "config.toml")
    try at.write(at.layout.sharedHome / "skills" / "mine" / "SKILL.md")
    try await at.add("work", secret: "work secret")
    try await at.add("other", secret: "other secret")
    let thrown = try await at.add("thrown", secret: "thrown secret")
    try at.write(at.layout.sandbox(thrown.key).codexHome / "sessions" / "one.jsonl")
    _ = try await at.store().moveToTrash(thrown, isSignedOut: false, beforeMove: ready)
    return at
  }

  private func outcome(of change: Change) async throws -> Picture {
    let at = try await world()
    let before = try picture(at)
    try await perform(change, at, DiskFileSystem())
    let after = try picture(at)
    #expect(before != after)
    return after
  }

  private func perform(
    _ change: Change, _ at: AccountsFixture, _ files: any FileSystem
  ) async throws {
    let store = at.store(files)
    let work = try #require(try at.store().list().accounts.first)
    switch change {
    case .create:
      _ = try await store.create(
        Label("new"), from: at.staged(store, secret: "new secret"), signIn: .user("new"))
    case .createWithConfiguration:
      _ = try await store.create(
        Label("new"), from: at.staged(store, secret: "new secret"), signIn: .user("new"),
        isolation: .strict,
        configuration: ConfigurationCopy(from: at.layout.sharedHome, files: files))
    case .rename: _ = try await store.rename(work, to: Label("renamed"))
    case .disable: _ = try await store.setEnabled(false, work)
    case .noteUse: try await store.noteUse(of: work, at: at.time.now())
    case .replaceSignIn:
      let staging = try await at.staged(store, secret: "newer secret")
      _ = try await store.replaceSignIn(of: work, from: staging, signIn: .user("work"))
    case .trash: _ = try await store.moveToTrash(work, isSignedOut: false, beforeMove: ready)
    case .trashSignedOut:
      _ = try await store.moveToTrash(work, isSignedOut: true, beforeMove: ready)
    case .restore:
      _ = try await store.restore(try #require(try at.store().trash().entries.first))
    case .restoreUnderAnotherLabel:
      let entry = try #require(try at.store().trash().entries.first)
      _ = try await store.restore(entry, as: Label("back"))
    case .purge:
      try await store.purge(try #require(try at.store().trash().entries.first).folder)
    }
  }

  private func failure(_ body: () async throws -> Void) async -> (any EngineError)? {
    do {
      try await body()
      return nil
    } catch {
      if let error = error as? any EngineError { return error }
      Issue.record("an error of another kind: \(error)")
      return nil
    }
  }

  private func picture(_ at: AccountsFixture) throws -> Picture {
    let store = at.store()
    let listing = try store.list()
    let trash = try store.trash()
    return Picture(
      accounts: try listing.accounts.map { account in
        let sandbox = at.layout.sandbox(account.key)
        return "\(account.label) \(account.key) \(account.isEnabled) "
          + "\(account.lastUsedAt != nil) \(try at.secret(sandbox))"
      },
      trash: try trash.entries.map { entry in
        let sandbox = SandboxFolder(entry.folder)
        return "\(entry.account.label) \(entry.account.key) \(entry.isSignedOut) "
          + (try at.secret(sandbox))
      },
      damaged: (listing.damaged + trash.damaged).map(\.folder))
  }

  /// After a clean-up by another process nothing is in the root but what the lists show.
  private func expectNoLeftovers(_ at: AccountsFixture, after call: Int) async throws {
    let store = at.store()
    _ = try await store.cleanLeftovers()
    let listing = try store.list()
    var allowed: Set<FilePath> = []
    for account in listing.accounts { allowed.insert(at.layout.sandbox(account.key).path) }
    for entry in try store.trash().entries { allowed.insert(entry.folder) }
    for folder in [at.layout.accounts, at.layout.trash, at.layout.staging] {
      for name in at.disk.exists(folder) ? try at.disk.list(folder) : [] {
        #expect(allowed.contains(folder / name), "\(folder / name) after call \(call)")
      }
    }
    for account in listing.accounts {
      let sandbox = at.layout.sandbox(account.key)
      #expect(try at.disk.list(sandbox.path) == ["codex", "meta.json"], "call \(call)")
      #expect(
        try at.disk.list(sandbox.codexHome).filter(TemporaryName.matches) == [], "call \(call)")
    }
  }
}
