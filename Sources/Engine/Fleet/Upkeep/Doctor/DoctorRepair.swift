package import EngineCore

/// One way in which doctor mends something. None loses anything: what is in the way goes to the backup
/// folder.
package enum DoctorRepair: Hashable, Sendable {
  /// Gives a file or folder its mode.
  case setMode(FilePath, FileMode)
  /// Makes a sandbox as it should be.
  case prepareSandbox(SandboxPlace, IsolationMode, sharesHistory: Bool)
  /// Moves something to the backup folder.
  case setAside(FilePath)
  /// Moves the state database to the backup folder, and saves what can be read of it into a new one.
  case renewDatabase
  /// Drops readings that are dated ahead, and dates runs and events now.
  case mendDates
  /// Removes what crashes left behind.
  case cleanLeftovers
  /// Settles the second names of sign-ins: puts back what codex removed, takes away what no run needs.
  case settleSignIns
  /// Notes the end of runs whose processes are gone.
  case closeLostRuns
  /// Leads rows of conversations through the shared home instead of a sandbox.
  case rewriteRows(SandboxFolder)
  /// Leads rows of conversations whose file moved with the shared home to where it is now.
  case rewriteLostRows
  /// Forgets a default account that does not exist.
  case clearDefault
  /// Leads the link of the codex that is used to a version that is there, or removes it.
  case relinkCodex

  /// What it does, for people: `set mode 0700 on /…`.
  package var phrase: String {
    switch self {
    case .setMode(let path, let mode): "set mode \(mode) on \(path)"
    case .prepareSandbox(let place, _, _): "put the sandbox \(place.name) in order"
    case .setAside(let path): "move \(path) to the backup folder"
    case .renewDatabase:
      "move the state database to the backup folder and save what can be read of it"
    case .mendDates: "drop readings that are dated ahead, and date runs and events now"
    case .cleanLeftovers: "remove what crashes left behind"
    case .settleSignIns: "put back sign-ins that codex removed, and remove copies that no run needs"
    case .closeLostRuns: "note the end of runs whose processes are gone"
    case .rewriteRows(let sandbox): "free conversations from the path of \(sandbox.path)"
    case .rewriteLostRows: "lead codex's list to conversations that have moved"
    case .clearDefault: "forget the default account"
    case .relinkCodex: "lead to an installed codex that is there"
    }
  }
}
