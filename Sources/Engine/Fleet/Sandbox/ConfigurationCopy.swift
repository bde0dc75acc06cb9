package import EngineCore

/// Copies what people configured in `~/.codex` into a sandbox that is kept apart: the configuration
/// entries of the sharing list and nothing else, so never a sign-in or a conversation.
///
/// Links are left out wherever they lie: a copy that follows one could take in anything.
package struct ConfigurationCopy: Sendable {
  private let source: FilePath
  private let files: any FileSystem

  /// A copy of what is in `sharedHome`.
  package init(from sharedHome: FilePath, files: any FileSystem) {
    source = sharedHome
    self.files = files
  }

  /// What will not be copied, for it is no file and no folder, with the paths in the shared home.
  package func leftOut() throws(FileError) -> [FilePath] {
    var paths: [FilePath] = []
    for name in try names() { try findLinks(source / name, &paths) }
    return paths
  }

  /// Copies everything into a new `CODEX_HOME`. Files are 0600, or 0700 where they are programs.
  ///
  /// - Throws: `FileError` at the first thing that cannot be read or written; what was copied until then
  ///   stays for the caller to remove.
  package func copy(into home: FilePath) throws(FileError) {
    for name in try names() { try copy(source / name, to: home / name) }
  }

  /// The names of the shared home that people configure.
  private func names() throws(FileError) -> [String] {
    guard files.exists(source) else { return [] }
    let entries = SharingList.entries.filter { $0.condition == .always }
    return try files.list(source).filter { name in
      entries.contains { $0.covers(name) }
    }
  }

  private func copy(_ path: FilePath, to target: FilePath) throws(FileError) {
    guard let status = try files.status(path) else { return }
    switch status.kind {
    case .file:
      let isProgram = status.mode.bits & 0o100 != 0
      try files.replace(
        target, with: try files.read(path), mode: isProgram ? .privateFolder : .privateFile)
    case .folder:
      try files.createFolder(target, mode: .privateFolder)
      for name in try files.list(path) { try copy(path / name, to: target / name) }
    case .link, .socket, .other: break
    }
  }

  private func findLinks(_ path: FilePath, _ found: inout [FilePath]) throws(FileError) {
    switch try files.status(path)?.kind {
    case .folder: for name in try files.list(path) { try findLinks(path / name, &found) }
    case .link, .socket, .other: found.append(path)
    case .file, nil: break
    }
  }
}
