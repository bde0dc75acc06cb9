import EngineCore
import EnginePlatform
import TestSupport

@testable import Engine

/// A root on disk with the pool's parts on top.
struct RotationScene {
  let folder: TemporaryFolder
  let files = DiskFileSystem()
  let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
  let store: StateDatabase
  let layout: SandboxLayout
  let tokens: ClientTokens
  let pool: PoolHome

  init() throws {
    folder = try TemporaryFolder()
    store = try StateDatabase.inMemory()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / "home" / ".codex")
    // Anyone who waits for a lock waits in real time: no one moves the other clock.
    let locks = LockRoom(
      folder: layout.locks, files: files, time: SystemTimeSource(),
      process: PosixProcessRunner().current)
    let random = SystemRandom()
    tokens = ClientTokens(store: store, random: random, time: time)
    pool = PoolHome(
      sandboxes: SandboxStore(layout: layout, files: files, locks: locks, time: time),
      files: files, locks: locks, tokens: tokens, random: random,
      runner: PosixProcessRunner())
  }

  /// The pool's `auth.json`.
  func signIn() throws -> AuthFile {
    try AuthFile(try files.read(layout.pool.signInFile))
  }
}
