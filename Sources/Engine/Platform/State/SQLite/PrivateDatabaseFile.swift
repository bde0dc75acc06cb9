import EngineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The database's file and its two companions, readable by their owner only.
struct PrivateDatabaseFile {
  /// The database; SQLite gives `-wal` and `-shm` the mode it has.
  let path: FilePath

  /// Whether anything is at its path.
  var isThere: Bool { access(path.text, F_OK) == 0 }

  /// Refuses what can never become a database: SQLite's own words for it do not say why.
  func requireFile() throws(StoreError) {
    var status = stat()
    guard stat(path.text, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    throw .damaged(path: path, detail: isFolder ? "it is a folder" : "it is not an ordinary file")
  }

  /// Creates an empty file with mode 0600 unless there is one.
  ///
  /// The file appears under its name complete, through a second name: opening and closing it here
  /// would drop the locks that another connection of this process holds on it. Where that is not
  /// possible SQLite creates the file, and `closeToOthers` sets its mode before anything is in it.
  func createIfMissing() {
    guard !isThere else { return }
    let draft = "\(path.text).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    close(file)
    _ = link(draft, path.text)
    unlink(draft)
  }

  /// Takes rights away from everybody but the owner, wherever others have any.
  func closeToOthers() throws(StoreError) {
    for suffix in ["", "-wal", "-shm"] {
      let name = path.text + suffix
      var status = stat()
      guard stat(name, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
      guard chmod(name, 0o600) == 0 || errno == ENOENT else {
        throw .unusable(path: path, detail: "others may read it, and its mode cannot be changed")
      }
    }
  }
}
