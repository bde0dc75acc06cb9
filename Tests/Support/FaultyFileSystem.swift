package import EngineCore
import EnginePlatform
import Synchronization

/// The disk, with a fault at a chosen call that would change it. Calls are counted from 1.
package final class FaultyFileSystem: FileSystem {
  /// What goes wrong.
  package enum Fault: Hashable, Sendable {
    /// Nothing.
    case none
    /// The call fails, later ones succeed: a disk that was full for a moment.
    case failing(at: Int, FileError.Reason)
    /// The process dies in the middle of the call: a torn temporary file or a half-removed tree may
    /// stay, locks are freed, and nothing works any more.
    case crashing(at: Int)
  }

  /// A lock that ends by itself when its holder lets go of it.
  private struct TakenLock {
    weak var lock: (any HeldLock)?
  }

  private struct State {
    var calls = 0
    var hasCrashed = false
    var locks: [TakenLock] = []
  }

  private let disk = DiskFileSystem()
  private let fault: Fault
  private let state = Mutex(State())

  /// A disk with one fault.
  package init(_ fault: Fault = .none) {
    self.fault = fault
  }

  /// How many calls would have changed the disk.
  package var changingCalls: Int { state.withLock { $0.calls } }

  /// Whether the fault has struck.
  package var hasStruck: Bool {
    switch fault {
    case .none: false
    case .failing(let number, _), .crashing(let number): changingCalls >= number
    }
  }

  package func read(_ path: FilePath) throws(FileError) -> Data {
    try requireAlive("read", path)
    return try disk.read(path)
  }

  package func replace(_ path: FilePath, with data: Data, mode: FileMode) throws(FileError) {
    try strike("replace", path) {
      let torn = path.parent / TemporaryName.fresh(SystemRandom())
      try? self.disk.replace(torn, with: data.prefix(data.count / 2), mode: mode)
    }
    try disk.replace(path, with: data, mode: mode)
  }

  package func createFolder(_ path: FilePath, mode: FileMode) throws(FileError) {
    try strike("create the folder", path) {}
    try disk.createFolder(path, mode: mode)
  }

  package func move(_ path: FilePath, to target: FilePath) throws(FileError) {
    try strike("move", path) {}
    try disk.move(path, to: target)
  }

  package func moveWithoutReplacing(_ path: FilePath, to target: FilePath) throws(FileError) {
    try strike("move", path) {}
    try disk.moveWithoutReplacing(path, to: target)
  }

  package func remove(_ path: FilePath) throws(FileError) {
    try strike("remove", path) {}
    try disk.remove(path)
  }

  package func removeTree(_ path: FilePath) throws(FileError) {
    try strike("remove", path) {
      guard let name = try? self.disk.list(path).last else { return }
      try? self.disk.removeTree(path / name)
    }
    try disk.removeTree(path)
  }

  package func list(_ folder: FilePath) throws(FileError) -> [String] {
    try requireAlive("list", folder)
    return try disk.list(folder)
  }

  package func status(_ path: FilePath) throws(FileError) -> FileStatus? {
    try requireAlive("look at", path)
    return try disk.status(path)
  }

  package func linkTarget(_ path: FilePath) throws(FileError) -> FilePath {
    try requireAlive("read the link", path)
    return try disk.linkTarget(path)
  }

  package func createLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try strike("create the link", path) {}
    try disk.createLink(path, to: target)
  }

  package func createHardLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try strike("create the link", path) {}
    try disk.createHardLink(path, to: target)
  }

  package func setMode(_ path: FilePath, _ mode: FileMode) throws(FileError) {
    try strike("set the mode of", path) {}
    try disk.setMode(path, mode)
  }

  package func resolve(_ path: FilePath) throws(FileError) -> FilePath {
    try requireAlive("find", path)
    return try disk.resolve(path)
  }

  package func mayAccess(_ path: FilePath, _ access: FileAccess) -> Bool {
    disk.mayAccess(path, access)
  }

  package func tryLock(_ path: FilePath) throws(FileError) -> (any HeldLock)? {
    try strike("lock", path) {}
    guard let lock = try disk.tryLock(path) else { return nil }
    state.withLock { $0.locks.append(TakenLock(lock: lock)) }
    return lock
  }

  /// Counts a changing call and lets the fault strike if it is its turn.
  private func strike(
    _ operation: String, _ path: FilePath, halfDone: () -> Void
  ) throws(FileError) {
    try requireAlive(operation, path)
    let number = state.withLock { state in
      state.calls += 1
      return state.calls
    }
    switch fault {
    case .failing(number, let reason):
      throw FileError(operation: operation, path: path, reason: reason)
    case .crashing(number):
      halfDone()
      let locks = state.withLock { state in
        state.hasCrashed = true
        return state.locks
      }
      // The system frees the locks of a process that died.
      for taken in locks { taken.lock?.release() }
      throw crash(operation, path)
    case .none, .failing, .crashing: break
    }
  }

  private func requireAlive(_ operation: String, _ path: FilePath) throws(FileError) {
    if state.withLock({ $0.hasCrashed }) { throw crash(operation, path) }
  }

  private func crash(_ operation: String, _ path: FilePath) -> FileError {
    FileError(operation: operation, path: path, reason: .other("the process died"))
  }
}
