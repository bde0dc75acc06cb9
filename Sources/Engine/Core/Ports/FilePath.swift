/// An absolute or relative path on disk, without normalisation.
package struct FilePath: Hashable, Sendable, Codable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The path as text.
  package let text: String

  /// Takes a path; trailing slashes go, except for the root itself.
  package init(_ text: String) {
    var text = Substring(text)
    while text.count > 1 && text.hasSuffix("/") { text.removeLast() }
    self.text = String(text)
  }

  package init(stringLiteral value: String) {
    self.init(value)
  }

  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The path of `name` inside this folder.
  package static func / (folder: FilePath, name: String) -> FilePath {
    FilePath(folder.text == "/" ? "/" + name : folder.text + "/" + name)
  }

  /// The last component.
  package var name: String {
    text.split(separator: "/").last.map(String.init) ?? text
  }

  /// The folder that holds it; the root holds itself.
  package var parent: FilePath {
    guard let slash = text.lastIndex(of: "/") else { return "." }
    return FilePath(slash == text.startIndex ? "/" : String(text[..<slash]))
  }

  /// Whether it starts at the root.
  package var isAbsolute: Bool { text.hasPrefix("/") }

  /// Whether this path is `folder` or is inside it, by its text.
  package func isInside(_ folder: FilePath) -> Bool {
    self == folder || text.hasPrefix(folder.text == "/" ? "/" : folder.text + "/")
  }

  package var description: String { text }
}

/// The names of files that are written beside their target and then renamed.
package enum TemporaryName {
  private static let prefix = ".swop-"
  private static let suffix = ".tmp"

  /// A name that no one can guess.
  package static func fresh(_ random: any RandomSource) -> String {
    prefix + Hexadecimal.text(random.bytes(8)) + suffix
  }

  /// The name of a file that only holds room on the disk for a moment.
  package static let reserved = prefix + String(repeating: "0", count: 16) + suffix

  /// The name of a sign-in that is about to take its place, while its account's token lock is held.
  package static let linked = prefix + String(repeating: "1", count: 16) + suffix

  /// Whether a name is one of these: what a crash left behind, safe to remove once no one writes.
  package static func matches(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.hasSuffix(suffix)
      && name.count == prefix.count + 16 + suffix.count
  }
}

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
      // The lock goes last: as long as it is there, someone knows of the rest.
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

/// Folders whose content the system may remove, and under which codex makes no lock files, so that a run
/// there could not be seen: codex's own rule, seen with 0.163.0, is `TMPDIR` or else `/tmp`.
///
/// `/tmp` counts even where `TMPDIR` names another folder: the next run may have another `TMPDIR`. `/var/tmp`
/// does not count, unless `TMPDIR` names it: it survives a restart, and codex makes its locks there.
package struct TemporaryFolders: Hashable, Sendable {
  /// The folders.
  let all: [FilePath]

  /// The folders of an environment; a relative `TMPDIR` is ignored.
  package init(_ environment: ProcessEnvironment) {
    let named = environment.nonEmpty("TMPDIR").map { FilePath($0) }
    all = ([named].compactMap(\.self).filter(\.isAbsolute) + ["/tmp", "/private/tmp"])
  }

  /// The folder that holds a path by its text, nil if none does.
  package func holding(_ path: FilePath) -> FilePath? {
    all.first { path.isInside($0) }
  }

  /// The folder that holds a path or the existing part of it, links resolved; nil if none does.
  package func holding(_ path: FilePath, files: any FileSystem) -> FilePath? {
    let resolved = Self.resolved(path, files)
    return all.first { folder in
      path.isInside(folder) || resolved.isInside(folder)
        || resolved.isInside(Self.resolved(folder, files))
    }
  }

  private static func resolved(_ path: FilePath, _ files: any FileSystem) -> FilePath {
    var existing = path
    var missing: [String] = []
    while existing.parent != existing && existing.parent != "." {
      if let resolved = try? files.resolve(existing) {
        return missing.reversed().reduce(resolved) { $0 / $1 }
      }
      missing.append(existing.name)
      existing = existing.parent
    }
    return path
  }
}
