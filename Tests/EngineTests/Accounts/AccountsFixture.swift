import EnginePlatform
import TestSupport

@testable import Engine
@testable import EngineCore

/// A root on a real disk, and stores on it as different processes would have them.
struct AccountsFixture {
  let folder: TemporaryFolder
  let layout: SandboxLayout
  let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
  let disk = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / ".codex")
    try disk.createFolder(layout.root, mode: .privateFolder)
  }

  /// A store as one process has it.
  func store(_ files: any FileSystem = DiskFileSystem()) -> AccountStore {
    let locks = LockRoom(
      folder: layout.locks, files: files, time: SystemTimeSource(),
      process: ProcessIdentity(pid: 7, startTicks: 7))
    return AccountStore(
      layout: layout, files: files, locks: locks, time: time, random: SystemRandom(),
      patience: .seconds(300))
  }

  /// A finished sign-in that holds `secret`.
  func staged(_ store: AccountStore, secret: String = "secret") async throws -> Staging {
    let staging = try await store.beginStaging()
    try disk.replace(staging.sandbox.signInFile, with: Data(secret.utf8), mode: .sharedFile)
    return staging
  }

  /// Signs in and makes an account, a second after the last one.
  @discardableResult
  func add(
    _ label: String, user: String? = nil, secret: String = "secret", store: AccountStore? = nil
  ) async throws -> Account {
    let store = store ?? self.store()
    time.advance(by: .seconds(1))
    return try await store.create(
      Label(label), from: staged(store, secret: secret), signIn: .user(user ?? label))
  }

  func secret(_ sandbox: SandboxFolder) throws -> String {
    String(decoding: try disk.read(sandbox.signInFile), as: UTF8.self)
  }

  func write(_ path: FilePath, _ text: String = "text") throws {
    try disk.createFolder(path.parent, mode: .privateFolder)
    try disk.replace(path, with: Data(text.utf8), mode: .privateFile)
  }
}

extension SignInSummary {
  /// The sign-in of a user of one workspace.
  static func user(_ name: String, plan: Plan? = Plan("plus")) -> SignInSummary {
    SignInSummary(
      identity: .chatGPT(accountID: "workspace", userID: name), email: "\(name)@example.com",
      plan: plan)
  }
}

/// Nothing has to happen before a sandbox leaves its place.
let ready: @Sendable (SandboxFolder) async throws(StoreError) -> Void = { _ in }
