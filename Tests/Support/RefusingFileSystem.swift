package import EngineCore
import Synchronization

/// A file system that refuses where a test says so, and is another one everywhere else.
package final class RefusingFileSystem: FileSystem {
  /// Decides about one call: the operation's name in `FileSystem` and its path; nil lets it pass.
  package typealias Fault = @Sendable (_ operation: String, FilePath) -> FileError.Reason?

  private let base: any FileSystem
  private let fault = Mutex<Fault?>(nil)
  private let keeper = Mutex<FileDenial?>(nil)

  /// Who is said to keep us out where the reason is `.notPermitted`.
  package var denial: FileDenial? {
    get { keeper.withLock { $0 } }
    set { keeper.withLock { $0 = newValue } }
  }

  /// A file system on top of another.
  package init(_ base: any FileSystem) {
    self.base = base
  }

  /// Sets what fails from now on; nil heals it.
  package func fail(_ fault: Fault?) {
    self.fault.withLock { $0 = fault }
  }

  private func pass(_ operation: String, _ path: FilePath) throws(FileError) {
    guard let reason = fault.withLock({ $0 })?(operation, path) else { return }
    throw FileError(
      operation: operation, path: path, reason: reason,
      denial: reason == .notPermitted ? denial : nil)
  }

  package func read(_ path: FilePath) throws(FileError) -> Data {
    try pass("read", path)
    return try base.read(path)
  }

  package func replace(_ path: FilePath, with data: Data, mode: FileMode) throws(FileError) {
    try pass("replace", path)
    try base.replace(path, with: data, mode: mode)
  }

  package func createFolder(_ path: FilePath, mode: FileMode) throws(FileError) {
    try pass("createFolder", path)
    try base.createFolder(path, mode: mode)
  }

  package func move(_ path: FilePath, to target: FilePath) throws(FileError) {
    try pass("move", path)
    try base.move(path, to: target)
  }

  package func moveWithoutReplacing(_ path: FilePath, to target: FilePath) throws(FileError) {
    try pass("moveWithoutReplacing", path)
    try base.moveWithoutReplacing(path, to: target)
  }

  package func remove(_ path: FilePath) throws(FileError) {
    try pass("remove", path)
    try base.remove(path)
  }

  package func removeTree(_ path: FilePath) throws(FileError) {
    try pass("removeTree", path)
    try base.removeTree(path)
  }

  package func list(_ folder: FilePath) throws(FileError) -> [String] {
    try pass("list", folder)
    return try base.list(folder)
  }

  package func status(_ path: FilePath) throws(FileError) -> FileStatus? {
    try pass("status", path)
    return try base.status(path)
  }

  package func linkTarget(_ path: FilePath) throws(FileError) -> FilePath {
    try pass("linkTarget", path)
    return try base.linkTarget(path)
  }

  package func createLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try pass("createLink", path)
    try base.createLink(path, to: target)
  }

  package func createHardLink(_ path: FilePath, to target: FilePath) throws(FileError) {
    try pass("createHardLink", path)
    try base.createHardLink(path, to: target)
  }

  package func setMode(_ path: FilePath, _ mode: FileMode) throws(FileError) {
    try pass("setMode", path)
    try base.setMode(path, mode)
  }

  package func resolve(_ path: FilePath) throws(FileError) -> FilePath {
    try pass("resolve", path)
    return try base.resolve(path)
  }

  package func mayAccess(_ path: FilePath, _ access: FileAccess) -> Bool {
    base.mayAccess(path, access)
  }

  package func tryLock(_ path: FilePath) throws(FileError) -> (any HeldLock)? {
    try pass("tryLock", path)
    return try base.tryLock(path)
  }
}
