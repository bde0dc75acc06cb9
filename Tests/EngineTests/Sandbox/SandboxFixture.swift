import EngineCore
import EnginePlatform
import TestSupport

@testable import Engine

/// A root with one sandbox on a real disk, and a shared home beside it that does not exist yet.
struct SandboxFixture {
  let folder: TemporaryFolder
  let files = DiskFileSystem()
  let layout: SandboxLayout
  let store: SandboxStore
  let locks: LockRoom
  let place: SandboxPlace

  init() throws {
    folder = try TemporaryFolder()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / "home" / ".codex")
    let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
    locks = LockRoom(
      folder: layout.locks, files: files, time: SystemTimeSource(),
      process: ProcessIdentity(pid: 7, startTicks: 7))
    store = SandboxStore(
      layout: layout, files: files, locks: locks, time: time, patience: .seconds(300))
    guard let key = AccountKey("work") else { throw SandboxError.missing(path: layout.root) }
    place = .account(key)
    try store.prepareRoot()
    try files.createFolder(sandbox.codexHome, mode: .privateFolder)
    try files.replace(sandbox.signInFile, with: Data("{}".utf8), mode: .privateFile)
  }

  var sandbox: SandboxFolder { layout.folder(of: place) }

  func own(_ name: String) -> FilePath { sandbox.codexHome / name }

  func shared(_ name: String) -> FilePath { layout.sharedHome / name }

  func write(_ path: FilePath, _ text: String = "text") throws {
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  func text(_ path: FilePath) throws -> String {
    String(decoding: try files.read(path), as: UTF8.self)
  }

  @discardableResult
  func prepare(
    mode: IsolationMode = .relaxed, sharesHistory: Bool = true
  ) async throws -> [SandboxFinding] {
    try await store.prepare(place, mode: mode, sharesHistory: sharesHistory)
  }
}
