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

/// Moves what is in one folder into another, keeping what is there already.
struct FolderMerge {
  let files: any FileSystem

  /// Moves everything that `target` has no entry for; the rest stays. What is on another disk stays
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

/// Adds the lines of one file to another that has some of them already. The order of lines does not
/// matter to codex in the files this is used for: each carries its own moment.
struct LineMerge {
  let files: any FileSystem

  /// Adds what `target` lacks; a target that does not exist is made. `source` stays.
  func add(_ source: FilePath, to target: FilePath) throws(FileError) {
    let own = try lines(source)
    let present = try files.readIfPresent(target) ?? Data()
    let known = Set(present.split(separator: Self.newline))
    let missing = own.filter { !known.contains($0) }
    guard !missing.isEmpty else { return }
    var merged = present
    if let last = merged.last, last != Self.newline { merged.append(Self.newline) }
    for line in missing {
      merged.append(line)
      merged.append(Self.newline)
    }
    // A link on the shared side is the user's own arrangement; what it leads to is changed.
    let place = (try? files.resolve(target)) ?? target
    try files.replace(place, with: merged, mode: .privateFile)
  }

  private static let newline = UInt8(ascii: "\n")

  private func lines(_ path: FilePath) throws(FileError) -> [Data] {
    try files.read(path).split(separator: Self.newline)
  }
}

/// A moment as part of a folder's name: `20261120T150405Z`.
enum FolderStamp {
  /// The moment in UTC, whole seconds.
  static func text(_ date: Date) -> String {
    ClockText.stamp(date).filter { $0 != "-" && $0 != ":" }
  }
}
