/// Folders whose content the system may remove, and under which codex makes no lock files, so that a run there
/// could not be seen: codex's own rule, seen with 0.163.0, is `TMPDIR` or else `/tmp`.
///
/// `/tmp` counts even where `TMPDIR` names another folder: the next run may have another `TMPDIR`. `/var/tmp`
/// does not count, unless `TMPDIR` names it: it survives a restart, and codex makes its locks there.
package struct TemporaryFolders: Hashable, Sendable {
  /// The folders.
  package let all: [FilePath]

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
