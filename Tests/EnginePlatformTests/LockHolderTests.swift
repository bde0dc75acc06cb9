import EnginePlatform
import TestSupport
import Testing

@testable import EngineCore

#if !canImport(Darwin)
  @Suite("Holders of locks on this machine")
  struct LockHolderTests {
    private let folder: TemporaryFolder
    private let files = DiskFileSystem()
    private let runner = PosixProcessRunner()

    init() throws {
      folder = try TemporaryFolder()
    }

    private var room: LockRoom {
      LockRoom(
        folder: folder.path, files: files, time: SystemTimeSource(), process: runner.current)
    }

    @Test("a holder that wrote no name is found by the system's table of locks")
    func nameless() throws {
      let lock = try #require(try files.tryLock(folder / LockName.accounts.fileName))

      let holder = room.holder(of: .accounts)

      #expect(holder.pid == runner.current.pid)
      #expect(holder.program != nil && holder.purpose == nil && !holder.isStopped)
      lock.release()
    }

    @Test("the name that a killed holder left behind is not taken for the holder's")
    func stale() throws {
      let owner = LockOwner(
        process: ProcessIdentity(pid: 999_999, startTicks: 1), purpose: "old work", since: Date())
      let path = folder / LockName.accounts.fileName
      try files.replace(path, with: JSONEncoder().encode(owner), mode: .privateFile)
      let lock = try #require(try files.tryLock(path))

      let holder = room.holder(of: .accounts)

      #expect(holder.pid == runner.current.pid && holder.purpose == nil)
      lock.release()
    }
  }
#endif
