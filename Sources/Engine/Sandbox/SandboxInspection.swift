import EngineKernel

/// Compares one sandbox with how it should be. It only looks.
struct SandboxInspection {
  let folder: SandboxFolder
  let mode: IsolationMode
  let sharesHistory: Bool
  let sharedHome: FilePath
  let files: any FileSystem

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
    // A family of files has no members that nobody made.
    let isMember = entry.kind != .filesEnding || files.exists(target)
    guard isShared(entry) && isMember else {
      guard found?.kind == .link, try leads(path, to: target) else { return nil }
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
    if try files.linkTarget(path) == target { return true }
    guard let resolved = try? files.resolve(path) else { return false }
    return resolved == (try? files.resolve(target))
  }

  /// Whether `path` is a folder, links followed.
  private func isFolder(_ path: FilePath) -> Bool {
    guard let resolved = try? files.resolve(path) else { return false }
    return (try? files.status(resolved))?.kind == .folder
  }
}
