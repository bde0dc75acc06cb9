import EngineCore

/// Repairs what a `SandboxInspection` found, as far as that is safe. Nothing of the user's is ever
/// removed: what is in the way moves to the backup folder.
struct SandboxRepair {
  let place: SandboxPlace
  let layout: SandboxLayout
  let files: any FileSystem
  let now: Date

  /// Repairs one finding, and says what became of it.
  func repair(_ finding: SandboxFinding) throws(FileError) -> SandboxFinding {
    var finding = finding
    finding.outcome = try outcome(of: finding)
    return finding
  }

  private func outcome(of finding: SandboxFinding) throws(FileError) -> SandboxFinding.Outcome {
    let path = finding.path
    switch finding.problem {
    case .folderMissing:
      try files.createFolder(path, mode: .privateFolder)
      return .repaired
    case .wrongMode(_, let wanted):
      try files.setMode(path, wanted)
      return .repaired
    case .linkUnwanted:
      try files.remove(path)
      return .repaired
    case .linkElsewhere, .sharedSideUnusable:
      return .left
    case .linkFormer(let target):
      try files.remove(path)
      return try link(path, to: target) ? .repaired : .left
    case .linkMissing(let target):
      return try link(path, to: target) ? .repaired : .left
    case .linkReplaced(let target, let displaced):
      return try replaceOwn(path, by: target, displaced)
    }
  }

  /// Makes the link, and first the folder that codex writes into.
  ///
  /// - Returns: Whether the shared side can be used.
  private func link(_ path: FilePath, to target: FilePath) throws(FileError) -> Bool {
    let isWritten = SharingList.entries.contains {
      $0.name == path.name && $0.kind == .writtenFolder
    }
    if isWritten {
      do {
        try files.createFolder(target, mode: .privateFolder)
      } catch {
        guard error.reason == .notFolder || error.reason == .notFound else { throw error }
        return false
      }
    }
    if !files.exists(path) {
      let text = SharedLink(layout: layout, files: files).text(of: path, to: target)
      try files.createLink(path, to: text)
    }
    return true
  }

  private func replaceOwn(
    _ path: FilePath, by target: FilePath, _ displaced: SharedEntry.Displaced
  ) throws(FileError) -> SandboxFinding.Outcome {
    if try join(path, target, displaced) {
      return try link(path, to: target) ? .repaired : .left
    }
    let backup = try keep(path)
    _ = try link(path, to: target)
    return .keptAt(backup)
  }

  /// Brings the sandbox's own thing over to the shared side.
  ///
  /// - Returns: Whether nothing of it is left where the link belongs.
  private func join(
    _ path: FilePath, _ target: FilePath, _ displaced: SharedEntry.Displaced
  ) throws(FileError) -> Bool {
    let kind = try files.status(path)?.kind
    switch displaced {
    case .keptInBackup:
      return false
    case .merged:
      guard kind == .folder else { return false }
      try files.createFolder(target, mode: .privateFolder)
      let merge = FolderMerge(files: files)
      try merge.move(path, into: target)
      guard try merge.holdsNothing(path) else { return false }
      try files.removeTree(path)
      return true
    case .linesAdded:
      guard kind == .file else { return false }
      try LineMerge(files: files).add(path, to: target)
      try files.remove(path)
      return true
    }
  }

  /// Moves something to the backup folder under a name that is free.
  private func keep(_ path: FilePath) throws(FileError) -> FilePath {
    let folder = layout.backup / place.name
    try files.createFolder(folder, mode: .privateFolder)
    let stem = "\(path.name)@\(FolderStamp.text(now))"
    var number = 1
    while true {
      let target = folder / (number == 1 ? stem : "\(stem)-\(number)")
      do {
        try files.moveWithoutReplacing(path, to: target)
        return target
      } catch {
        guard error.reason == .exists else { throw error }
        number += 1
      }
    }
  }
}
