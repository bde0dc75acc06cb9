/// The record of a temporary file that is written outside the root, and may hold a secret: its path is stored
/// in the staging folder before it is made, so that a later swop removes it if this one is killed.
///
/// A record is the file `NAME`, which holds the path; `NAME.lock` is held while its process lives.
package enum TemporaryRecord {
  /// What the name of a lock file ends with.
  package static let lockSuffix = ".lock"

  /// Removes the temporary files of processes that are gone, with their records. What is no longer the
  /// recorded file is left alone: it has to be a regular file with one name, of the record's owner, under
  /// the name that only swop gives.
  ///
  /// What cannot be looked at or removed now stays recorded for the next time.
  package static func removeAbandoned(in staging: FilePath, files: any FileSystem) {
    guard let names = try? files.list(staging) else { return }
    for name in names where !name.hasSuffix(lockSuffix) {
      let record = staging / name
      guard let status = (try? files.status(record)) ?? nil, status.kind == .file,
        let lock = (try? files.tryLock(staging / (name + lockSuffix))) ?? nil
      else { continue }
      defer { lock.release() }
      guard let data = try? files.read(record) else { continue }
      let path = FilePath(String(decoding: data, as: UTF8.self))
      guard (try? remove(path, of: status.owner, files)) != nil else { continue }
      // The lock goes last: as long as it is there, somebody knows of the rest.
      try? files.remove(record)
      try? files.remove(staging / (name + lockSuffix))
    }
  }

  private static func remove(
    _ path: FilePath, of owner: UInt32, _ files: any FileSystem
  ) throws(FileError) {
    guard path.isAbsolute, TemporaryName.matches(path.name), let status = try files.status(path),
      status.kind == .file, status.owner == owner, status.linkCount == 1
    else { return }
    try files.remove(path)
  }
}
