import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Who uses a home")
struct LiveHomeTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let runner = ScriptedProcessRunner()

  init() throws {
    folder = try TemporaryFolder()
  }

  private var users: [LiveHome.User] {
    LiveHome(files: files, runner: runner).users(of: folder.path)
  }

  private func lockFile(_ group: String, _ name: String) throws -> FilePath {
    let place = folder / "tmp" / group / name
    try files.createFolder(place, mode: .privateFolder)
    try files.replace(place / ".lock", with: Data(), mode: .privateFile)
    return place / ".lock"
  }

  @Test("no one uses a home that is empty, or not there")
  func empty() {
    #expect(users == [])
    #expect(LiveHome(files: files, runner: runner).isQuiet(folder / "missing"))
  }

  @Test(
    "a held lock is a running codex, a free one is a leftover", arguments: ["arg0", "arg0-linux"])
  func locks(group: String) throws {
    _ = try lockFile(group, "codex-arg0free")
    try files.createFolder(folder / "tmp" / group / "codex-arg0empty", mode: .privateFolder)
    #expect(users == [])
    #expect(!files.exists(folder / "tmp" / group / "codex-arg0empty" / ".lock"))

    let lock = try files.tryLock(try lockFile(group, "codex-arg0held"))
    #expect(users == [.codex])

    lock?.release()
    #expect(users == [])
  }

  @Test("the background process and its updater count while exactly they live")
  func daemons() throws {
    try files.createFolder(folder / "app-server-daemon", mode: .privateFolder)
    func write(_ name: String, _ text: String) throws {
      try files.replace(
        folder / "app-server-daemon" / name, with: Data(text.utf8), mode: .privateFile)
    }
    try write("daemon.pid", #"{"pid":70,"processIdentity":{"bootId":"b","startTicks":7}}"#)
    try write("daemon-updater.pid", #"{"pid":71}"#)
    #expect(users == [])

    runner.setAlive(ProcessIdentity(pid: 70, startTicks: 7), true)
    runner.setAlive(ProcessIdentity(pid: 71, startTicks: 1), true)
    #expect(users == [.daemon(pid: 70), .updater(pid: 71)])

    try write("daemon.pid", #"{"pid":70,"processIdentity":{"bootId":"b","startTicks":8}}"#)
    try write("daemon-updater.pid", "{")
    #expect(users == [])
    try write("daemon.pid", #"{"pid":99999999999}"#)
    #expect(users == [])
  }
}
