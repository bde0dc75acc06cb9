import EngineCore

/// Moves what lies in one folder into another, keeping what is there already.
struct FolderMerge {
  let files: any FileSystem

  /// Moves everything that `target` has no entry for; the rest stays. What lies on another disk stays
  /// as well, for it cannot be moved in one step.
  func move(_ source: FilePath, into target: FilePath) throws(FileError) {
    for name in try files.list(source) {
      do {
        try files.moveWithoutReplacing(source / name, to: target / name)
      } catch {
        switch error.reason {
        case .exists, .notEmpty, .isFolder, .notFolder:
          guard try areFolders(source / name, target / name) else { continue }
          try move(source / name, into: target / name)
        case .other: continue
        case .notFound, .notPermitted, .noSpace, .noInodes, .readOnly, .tooManyLinks, .notLink:
          throw error
        }
      }
    }
  }

  /// Whether a folder holds nothing but folders that hold nothing.
  func holdsNothing(_ folder: FilePath) throws(FileError) -> Bool {
    for name in try files.list(folder) {
      guard try files.status(folder / name)?.kind == .folder else { return false }
      guard try holdsNothing(folder / name) else { return false }
    }
    return true
  }

  private func areFolders(_ first: FilePath, _ second: FilePath) throws(FileError) -> Bool {
    let kinds = (try files.status(first)?.kind, try files.status(second)?.kind)
    return kinds.0 == .folder && kinds.1 == .folder
  }
}
