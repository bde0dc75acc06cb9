package import EngineCore

/// The codex of a sign-in in progress, noted beside its staging home: when swop is killed, codex goes on
/// for as long as the person has, writes into that home and holds the port of the sign-in.
package struct SignInProcess: Codable, Hashable, Sendable {
  /// The codex.
  package let process: ProcessIdentity
  /// The swop that waits for it.
  package let owner: ProcessIdentity

  /// A note of its parts.
  package init(process: ProcessIdentity, owner: ProcessIdentity) {
    self.process = process
    self.owner = owner
  }

  private static let fileName = "process.json"

  /// Writes the note. Without it a killed sign-in is only waited for.
  func note(beside home: CodexHome, files: any FileSystem) {
    guard let data = try? JSONEncoder().encode(self) else { return }
    try? files.replace(home.folder.parent / Self.fileName, with: data, mode: .privateFile)
  }

  /// The codex processes in the staging folder whose swop is gone.
  ///
  /// - Parameters:
  ///   - staging: the folder that holds the places of sign-ins.
  ///   - files: the disk.
  ///   - runner: knows which processes live, and that pids are reused.
  /// - Returns: Processes that still live.
  package static func orphans(
    in staging: FilePath, files: any FileSystem, runner: any ProcessRunner
  ) -> [ProcessIdentity] {
    let names = (try? files.list(staging)) ?? []
    return names.compactMap { name -> ProcessIdentity? in
      guard let data = try? files.read(staging / name / fileName),
        let note = try? JSONDecoder().decode(SignInProcess.self, from: data),
        !runner.isAlive(note.owner), runner.isAlive(note.process)
      else { return nil }
      return note.process
    }
  }
}
