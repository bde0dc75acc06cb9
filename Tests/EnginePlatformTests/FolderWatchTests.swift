import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@Suite("FolderWatch", .timeLimit(.minutes(1)))
struct FolderWatchTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("tells of a file that takes another's place, until it is stopped")
  func replaced() async throws {
    let (changes, told) = AsyncStream<Void>.makeStream()
    let watch = try #require(FolderWatch([folder.path], names: ["config.json"]) { told.yield() })

    try DiskFileSystem().replace(folder / "config.json", with: Data([1]), mode: .privateFile)

    var iterator = changes.makeAsyncIterator()
    await iterator.next()
    watch.stop()
    watch.stop()
  }

  #if os(Linux)
    @Test("other files of the folder are not told of where names matter")
    func named() async throws {
      let files = DiskFileSystem()
      let wanted = folder / "config.json"
      let tooEarly = Mutex(0)
      let (everything, all) = AsyncStream<Void>.makeStream()
      let (changes, told) = AsyncStream<Void>.makeStream()
      let named = FolderWatch([folder.path], names: [wanted.name]) {
        if !files.exists(wanted) { tooEarly.withLock { $0 += 1 } }
        told.yield()
      }
      let unnamed = FolderWatch([folder.path]) { all.yield() }
      var (anything, change) = (everything.makeAsyncIterator(), changes.makeAsyncIterator())

      // So many that one reading does not hold their names.
      for index in 0..<500 {
        try files.replace(folder / "other-\(index)", with: Data([1]), mode: .privateFile)
      }
      await anything.next()
      try files.replace(wanted, with: Data([1]), mode: .privateFile)
      await change.next()

      #expect(tooEarly.withLock { $0 } == 0)
      named?.stop()
      unnamed?.stop()
    }
  #endif

  @Test("a folder that is not there cannot be watched")
  func missing() {
    #expect(FolderWatch([folder / "missing"]) {} == nil)
  }
}
