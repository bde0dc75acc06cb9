import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileDenial {
  /// What keeps this process from reading `path`; nil if owner and mode do not explain it.
  static func ofReading(_ path: FilePath) -> FileDenial? {
    var entry = stat()
    if stat(path.text, &entry) == 0 { return FileDenial(path, entry) }
    // The deepest folder that can still be looked at is the one that may not be entered.
    var folder = path.parent
    while stat(folder.text, &entry) != 0 {
      guard errno == EACCES, folder.parent != folder, folder != "." else { return nil }
      folder = folder.parent
    }
    return FileDenial(folder, entry)
  }

  private init?(_ path: FilePath, _ entry: stat) {
    let isFolder = FileStatus.Kind(entry) == .folder
    let user = geteuid()
    let needed: mode_t = isFolder ? 0o100 : 0o400
    guard entry.st_uid != user || entry.st_mode & needed == 0 else { return nil }
    self.init(
      path: path, isFolder: isFolder, owner: Self.name(of: entry.st_uid),
      mode: FileMode(bits: UInt16(truncatingIfNeeded: entry.st_mode)), user: Self.name(of: user))
  }

  /// The name of a user, else its number: `chown` takes both.
  private static func name(of user: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    // The name is in the buffer, so it is copied while that stays where it is.
    let name = buffer.withUnsafeMutableBufferPointer { room -> String? in
      guard let start = room.baseAddress,
        getpwuid_r(user, &entry, start, room.count, &found) == 0, found != nil,
        let name = entry.pw_name
      else { return nil }
      return String(cString: name)
    }
    return name.map { PrintableText.shortened($0, to: 40) } ?? String(user)
  }
}
