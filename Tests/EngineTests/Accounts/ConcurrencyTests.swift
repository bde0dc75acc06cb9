import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Two stores on one root")
struct ConcurrencyTests {
  private let at: AccountsFixture
  private let stores: [AccountStore]

  init() throws {
    at = try AccountsFixture()
    stores = [at.store(), at.store()]
  }

  /// Runs `count` tasks, every other one on the other store.
  private func concurrently(
    _ count: Int, _ body: @escaping @Sendable (Int, AccountStore) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup { group in
      for number in 0..<count {
        let store = stores[number % stores.count]
        group.addTask { try await body(number, store) }
      }
      try await group.waitForAll()
    }
  }

  @Test("lose no account of fifty that are added at once, and give each a key of its own")
  func adding() async throws {
    try await concurrently(50) { number, store in
      let label = try Label(number.isMultiple(of: 2) ? "same \(number)" : "same-\(number - 1)")
      _ = try await store.create(
        label, from: at.staged(store), signIn: .user("user \(number)"))
    }

    let listing = try at.store().list()
    #expect(listing.accounts.count == 50)
    #expect(listing.damaged == [])
    #expect(Set(listing.accounts.map(\.key)).count == 50)
    #expect(try at.disk.list(at.layout.staging) == [])
  }

  @Test("let exactly one of many take a label, and one of many a sign-in")
  func oneWinner() async throws {
    try await concurrently(30) { number, store in
      let staging = try await at.staged(store)
      let (label, user) =
        number.isMultiple(of: 3) ? ("wanted", "user \(number)") : ("label \(number)", "wanted")
      do {
        _ = try await store.create(Label(label), from: staging, signIn: .user(user))
      } catch let error as AccountsError {
        #expect(error.outcome == .usage)
        try await store.discard(staging)
      }
    }

    let accounts = try at.store().list().accounts
    #expect(accounts.count { $0.label.text == "wanted" } == 1)
    #expect(accounts.count { $0.email == "wanted@example.com" } == 1)
    #expect(accounts.count == 2)
  }

  @Test("lose no change of sixty that are made to one account at once")
  func updating() async throws {
    let account = try await at.add("work")
    let start = at.time.now()

    try await concurrently(60) { number, store in
      switch number % 4 {
      case 0: _ = try await store.setEnabled(false, account)
      case 1: try await store.noteUse(of: account, at: start + Double(number))
      case 2: _ = try await store.setIsolation(.strict, account)
      default: _ = try await store.rename(account, to: Label("renamed"))
      }
    }

    var expected = account
    expected.isEnabled = false
    expected.lastUsedAt = start + 57
    expected.isolation = .strict
    expected.label = try Label("renamed")
    #expect(try at.store().list() == AccountListing(accounts: [expected], damaged: []))
  }

  @Test("never show an account twice or nowhere while it is thrown away and brought back")
  func trashing() async throws {
    let account = try await at.add("work", secret: "precious")

    try await concurrently(50) { number, store in
      do {
        if number.isMultiple(of: 2) {
          _ = try await store.moveToTrash(account, isSignedOut: false, beforeMove: ready)
        } else if let entry = try store.trash().entries.first {
          _ = try await store.restore(entry)
        }
      } catch AccountsError.missing, AccountsError.notInTrash, AccountsError.identityTaken,
        AccountsError.labelTakenSince
      {
        // Someone else was faster.
      }
    }

    let listing = try at.store().list()
    let trash = try at.store().trash()
    #expect(listing.accounts.count + trash.entries.count == 1)
    #expect(listing.damaged + trash.damaged == [])
    let folder = trash.entries.first?.folder ?? at.layout.sandbox(account.key).path
    #expect(try at.secret(SandboxFolder(folder)) == "precious")
  }
}
