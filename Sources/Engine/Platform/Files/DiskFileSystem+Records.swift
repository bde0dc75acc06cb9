import EngineCore

extension DiskFileSystem {
  /// A temporary file that is recorded while it may exist.
  struct Record {
    fileprivate let path: FilePath
    fileprivate let lock: FileLock
    fileprivate let files: DiskFileSystem

    /// Takes the record away: the temporary file has its final name, or is removed. If the process dies
    /// before this, the record finds nothing to remove.
    func end() {
      try? files.remove(path)
      try? files.remove(FilePath(path.text + TemporaryRecord.lockSuffix))
      lock.release()
    }
  }

  /// Records a temporary file that is about to be made outside the root; nil inside it, where cleaning up
  /// finds it by its name, and where no record can be made: a file can be written although the root
  /// cannot.
  func recorded(_ temporary: FilePath) -> Record? {
    guard let root, !isInside(root, temporary.parent), exists(root) else { return nil }
    let staging = root / "staging"
    let place = staging / Hexadecimal.text(random.bytes(8))
    do throws(FileError) {
      try createFolder(staging, mode: .privateFolder)
      let folder = try resolve(temporary.parent)
      guard let lock = try FileLock.take(FilePath(place.text + TemporaryRecord.lockSuffix)) else {
        return nil
      }
      let record = Record(path: place, lock: lock, files: self)
      do {
        try write(Data((folder / temporary.name).text.utf8), to: place, mode: .privateFile)
        return record
      } catch {
        record.end()
        return nil
      }
    } catch {
      return nil
    }
  }

  private func isInside(_ root: FilePath, _ folder: FilePath) -> Bool {
    if folder.isInside(root) { return true }
    guard let root = try? resolve(root), let folder = try? resolve(folder) else { return false }
    return folder.isInside(root)
  }
}
