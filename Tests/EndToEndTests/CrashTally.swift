import EngineCore
import EnginePlatform

/// What was tried on one command, for the table of Tests/Tools/crash.
struct CrashTally {
  /// The command.
  let command: String
  /// How many points it has.
  let points: Int
  /// How often it died.
  var kills = 0
  /// How often a call failed.
  var failures = 0
  /// How many turns of the real codex followed.
  var turns = 0
  /// How many of them left something wrong.
  var findings = 0

  /// The points that were tried or turned out not to be there.
  var tried = 0
  private let name = Hexadecimal.text(SystemRandom().bytes(8))

  init(command: String, points: Int) {
    self.command = command
    self.points = points
  }

  /// Counts a point, and writes the row and what was found into the folder that `SWOP_CRASH_TALLY` names.
  ///
  /// - Throws: `FileError`.
  mutating func count(_ cut: CrashCut, _ found: [String]) throws {
    switch cut {
    case .kill: kills += 1
    case .inputOutput, .full, .interrupted: failures += 1
    }
    guard let folder = ThisProcess.environment.nonEmpty("SWOP_CRASH_TALLY") else { return }
    let files = DiskFileSystem()
    if !found.isEmpty {
      findings += 1
      let text = (["\(command), \(cut):"] + found).joined(separator: "\n") + "\n"
      try files.replace(
        FilePath(folder) / "\(name)-\(findings).finding", with: Data(text.utf8), mode: .privateFile)
    }
    let row = "\(command)\t\(points)\t\(kills)\t\(failures)\t\(turns)\t\(findings)\n"
    try files.replace(FilePath(folder) / "\(name).tsv", with: Data(row.utf8), mode: .privateFile)
  }
}
