package import EngineCore

/// Compares one sandbox with how it should be. It only looks.
struct SandboxInspection {
  let folder: SandboxFolder
  let mode: IsolationMode
  let sharesHistory: Bool
  let layout: SandboxLayout
  let files: any FileSystem

  private var sharedHome: FilePath { layout.sharedHome }
  private var link: SharedLink { SharedLink(layout: layout, files: files) }

  /// Everything that is not as it should be, in the order in which it has to be repaired.
  func findings() throws(FileError) -> [SandboxFinding] {
    var findings: [SandboxFinding] = []
    for (path, wanted) in privateFolders {
      try findings.append(contentsOf: folderFindings(path, wanted))
    }
    for path in [folder.accountFile, folder.signInFile] {
      try findings.append(contentsOf: modeFindings(path, .privateFile))
    }
    for entry in SharingList.entries {
      for name in try names(of: entry) {
        if let finding = try linkFinding(entry, name) { findings.append(finding) }
      }
    }
    return findings
  }

  /// Whether an entry of the sharing list applies to this sandbox.
  func isShared(_ entry: SharedEntry) -> Bool {
    switch entry.condition {
    case .always: mode == .relaxed
    case .withHistory: mode == .relaxed && sharesHistory
    }
  }

  private var privateFolders: [(FilePath, FileMode)] {
    [folder.path, folder.codexHome].map { ($0, .privateFolder) }
      + (mode == .strict ? [(folder.home, .privateFolder)] : [])
  }

  private func folderFindings(
    _ path: FilePath, _ wanted: FileMode
  ) throws(FileError) -> [SandboxFinding] {
    guard try files.status(path) != nil else {
      return [SandboxFinding(path: path, problem: .folderMissing)]
    }
    return try modeFindings(path, wanted)
  }

  private func modeFindings(
    _ path: FilePath, _ wanted: FileMode
  ) throws(FileError) -> [SandboxFinding] {
    guard let status = try files.status(path), status.kind != .link, status.mode != wanted else {
      return []
    }
    let problem = SandboxFinding.Problem.wrongMode(found: status.mode, wanted: wanted)
    return [SandboxFinding(path: path, problem: problem)]
  }

  /// The names an entry stands for now.
  private func names(of entry: SharedEntry) throws(FileError) -> [String] {
    guard entry.kind == .filesEnding else { return [entry.name] }
    var names: Set<String> = []
    for home in [sharedHome, folder.codexHome] where try files.status(home)?.kind == .folder {
      names.formUnion(try files.list(home).filter(entry.covers))
    }
    return names.sorted()
  }

  private func linkFinding(
    _ entry: SharedEntry, _ name: String
  ) throws(FileError) -> SandboxFinding? {
    let path = folder.codexHome / name
    let target = sharedHome / name
    let found = try files.status(path)
    // A family of files has no members that no one made.
    let isMember = entry.kind != .filesEnding || files.exists(target)
    guard isShared(entry) && isMember else {
      guard found?.kind == .link else { return nil }
      let isLed = try leads(path, to: target)
      guard try isLed ? true : isFormer(path, name) else { return nil }
      return SandboxFinding(path: path, problem: .linkUnwanted)
    }
    guard let found else {
      return SandboxFinding(path: path, problem: .linkMissing(target: target))
    }
    guard found.kind == .link else {
      let problem = SandboxFinding.Problem.linkReplaced(
        target: target, displaced: entry.displaced)
      return SandboxFinding(path: path, problem: problem)
    }
    if try !leads(path, to: target) {
      if try isFormer(path, name) {
        return SandboxFinding(path: path, problem: .linkFormer(target: target))
      }
      let problem = SandboxFinding.Problem.linkElsewhere(
        target: try files.linkTarget(path), expected: target)
      return SandboxFinding(path: path, problem: problem)
    }
    guard entry.kind == .writtenFolder, !isFolder(target) else { return nil }
    let problem: SandboxFinding.Problem =
      files.exists(target) ? .sharedSideUnusable(target) : .linkMissing(target: target)
    return SandboxFinding(path: path, problem: problem)
  }

  private func leads(_ path: FilePath, to target: FilePath) throws(FileError) -> Bool {
    try link.leads(path, to: target)
  }

  /// Whether a link is one that swop made for another place of the shared home.
  private func isFormer(_ path: FilePath, _ name: String) throws(FileError) -> Bool {
    guard let formerHome = try formerHome() else { return false }
    return try link.place(of: path) == formerHome / name
  }

  /// Where the links of this sandbox led when the shared home was elsewhere; nil if they do not lead
  /// elsewhere, or only some do that a person may have made.
  ///
  /// The links themselves say it, no matter who moved the home. No person makes the link that guards
  /// conversations; it is the last on the list, so that it still says so after a repair that was cut off.
  /// In a sandbox of an old codex, which has no such link, most of the others have to agree.
  private func formerHome() throws(FileError) -> FilePath? {
    let guardName = "thread-writer-locks"
    if let home = try home(ledToBy: guardName) { return home == sharedHome ? nil : home }
    let entries = SharingList.entries.filter { $0.condition == .always && $0.kind != .filesEnding }
    var homes: [FilePath] = []
    for entry in entries {
      if let home = try home(ledToBy: entry.name) { homes.append(home) }
    }
    guard let home = homes.first, home != sharedHome, homes.count * 2 > entries.count,
      homes.allSatisfy({ $0 == home })
    else { return nil }
    return home
  }

  /// The folder that a link leads into under its own name, nil if it is not a link.
  private func home(ledToBy name: String) throws(FileError) -> FilePath? {
    let path = folder.codexHome / name
    guard try files.status(path)?.kind == .link else { return nil }
    let place = try link.place(of: path)
    return place.name == name ? place.parent : nil
  }

  /// Whether `path` is a folder, links followed.
  private func isFolder(_ path: FilePath) -> Bool {
    guard let resolved = try? files.resolve(path) else { return false }
    return (try? files.status(resolved))?.kind == .folder
  }
}

/// Something in a sandbox that is not as it should be, and what became of it.
package struct SandboxFinding: Hashable, Sendable {
  /// What is wrong.
  enum Problem: Hashable, Sendable {
    /// A shared thing is not linked yet.
    case linkMissing(target: FilePath)
    /// A link leads to another place than the shared one; someone may have wanted that.
    case linkElsewhere(target: FilePath, expected: FilePath)
    /// A link leads to where the shared home was before it moved.
    case linkFormer(target: FilePath)
    /// A link to the shared side, where the sandbox has to have its own.
    case linkUnwanted
    /// The sandbox has a thing of its own where the shared one belongs.
    case linkReplaced(target: FilePath, displaced: SharedEntry.Displaced)
    /// The shared side of a folder cannot be one.
    case sharedSideUnusable(FilePath)
    /// Others may read or write what is the owner's alone, or the owner may not.
    case wrongMode(found: FileMode, wanted: FileMode)
    /// A folder of the sandbox does not exist.
    case folderMissing
  }

  /// What became of it.
  package enum Outcome: Hashable, Sendable {
    /// Nothing was changed.
    case left
    /// It is as it should be now.
    case repaired
    /// It is as it should be now; what was in the way is here.
    case keptAt(FilePath)
  }

  /// Where.
  let path: FilePath
  /// What is wrong.
  let problem: Problem
  /// What became of it.
  var outcome: Outcome = .left

  /// Whether a person wants to hear of it: what swop does on every first use is no news.
  var isNoteworthy: Bool {
    switch problem {
    case .linkMissing, .linkFormer, .linkUnwanted, .folderMissing: outcome == .left
    // What joined the shared side is where it belongs; what went to the backup folder is news.
    case .linkReplaced: outcome != .repaired
    case .linkElsewhere, .sharedSideUnusable, .wrongMode: true
    }
  }

  /// Whether swop may put it right by itself.
  var isRepairable: Bool {
    switch problem {
    case .linkElsewhere, .sharedSideUnusable: false
    case .linkMissing, .linkFormer, .linkUnwanted, .linkReplaced, .wrongMode, .folderMissing: true
    }
  }

  /// Whether a link was led to where the shared home is now.
  var isMoved: Bool {
    if case .linkFormer = problem { outcome == .repaired } else { false }
  }

  /// What is said once instead of one sentence a link.
  static let movedNotice =
    "The shared folder has moved since the last run; the links of the sandbox lead to it again."

  /// One sentence for people.
  var message: String {
    switch outcome {
    case .left: problemSentence + "."
    case .repaired: problemSentence + "; repaired."
    case .keptAt(let backup): problemSentence + "; what was there is kept at \(backup)."
    }
  }

  private var problemSentence: String {
    switch problem {
    case .linkMissing(let target): "\(path) is not linked to \(target)"
    case .linkElsewhere(let target, let expected): "\(path) leads to \(target), not to \(expected)"
    case .linkFormer(let target):
      "\(path) leads to where \(target) was before the shared folder moved"
    case .linkUnwanted: "\(path) is a link where the sandbox has its own"
    case .linkReplaced(let target, _): "\(path) was no link to \(target) any more"
    case .sharedSideUnusable(let target): "\(target) is not a folder and cannot be shared"
    case .wrongMode(let found, let wanted): "\(path) had mode \(found), not \(wanted)"
    case .folderMissing: "\(path) was missing"
    }
  }
}
