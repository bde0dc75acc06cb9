import EngineCore

extension Doctor {
  /// Whether the root lies where it may, and is its owner's alone.
  func rootFindings() -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if let folder = TemporaryFolders(world.environment).holding(layout.root, files: files) {
      findings.append(
        DoctorFinding(
          .root, .problem,
          "\(layout.root) lies under \(folder), where codex makes no locks: runs are refused.",
          remedy: "Choose another folder: export SWOP_ROOT=~/.swop"))
    }
    let folders = layout.folders + [layout.pool.path, layout.pool.codexHome]
    for folder in folders where folder != layout.themes {
      findings += modeFindings(folder, .privateFolder, isFolder: true)
    }
    let database = layout.database
    let besides = ["-wal", "-shm"].map { database.parent / (database.name + $0) }
    for file in [database, layout.settings, layout.pool.signInFile] + besides {
      findings += modeFindings(file, .privateFile, isFolder: false)
    }
    return findings
  }

  private func modeFindings(
    _ path: FilePath, _ mode: FileMode, isFolder: Bool
  ) -> [DoctorFinding] {
    guard let status = (try? files.status(path)) ?? nil, status.kind != .link else { return [] }
    guard (status.kind == .folder) == isFolder else {
      return [
        DoctorFinding(
          .root, .problem, "\(path) is not a \(isFolder ? "folder" : "file").",
          repair: .setAside(path))
      ]
    }
    guard status.owner == world.machine.currentUser else {
      let command = "sudo chown -R $(id -un) \(ShellWord.quoted(layout.root.text))"
      return [
        DoctorFinding(
          .root, .problem, "\(path) belongs to another user (\(status.owner)).", remedy: command)
      ]
    }
    guard status.mode != mode else { return [] }
    let found = "\(path) has mode \(status.mode), not \(mode)."
    return [DoctorFinding(.root, .problem, found, repair: .setMode(path, mode))]
  }
}
