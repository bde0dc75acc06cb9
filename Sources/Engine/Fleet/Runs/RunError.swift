package import EngineCore

/// A run that is refused before codex starts.
package enum RunError: EngineError, Hashable {
  /// The root lies in a temporary folder.
  case temporaryRoot(FilePath, temporary: FilePath)
  /// Codex's own sign-in or logout was asked for; `replacement` is swop's command for it.
  case signInCommand(replacement: String, label: String)
  /// This codex would damage conversations that are shared with newer ones.
  case damagesHistory(version: String)
  /// The run is inside of too many others; `chain` is the codex that each of them started.
  case tooDeep(chain: [String])
  /// The sandbox went away while the run was being prepared.
  case sandboxGone(label: String)

  package var code: String {
    switch self {
    case .temporaryRoot: "root_is_temporary"
    case .signInCommand: "sign_in_command"
    case .damagesHistory: "codex_too_old"
    case .tooDeep: "runs_nested"
    case .sandboxGone: "sandbox_missing"
    }
  }

  package var message: String {
    switch self {
    case .temporaryRoot(let root, let temporary):
      "Runs are refused while SWOP_ROOT (\(Self.shown(root))) lies under the temporary folder "
        + "\(Self.shown(temporary)): codex makes no lock there, so nobody could see that it runs."
    case .signInCommand(let replacement, let label):
      "codex's own \(replacement == "relogin" ? "login" : "logout") would end the session of \(label) "
        + "behind swop's back."
    case .damagesHistory(let version):
      "codex \(version) would damage the conversations that it shares with newer versions."
    case .tooDeep(let chain):
      "swop started itself through codex \(RunDepth.limit) times: "
        + chain.map { PrintableText.shortened($0, to: 120) }.joined(separator: " → ") + "."
    case .sandboxGone(let label): "\(label) was removed while the run was being prepared."
    }
  }

  package var remedy: String? {
    switch self {
    case .temporaryRoot: "Put it elsewhere: export SWOP_ROOT=~/.swop"
    case .signInCommand(let replacement, let label):
      "Let swop do it: swop \(replacement) \(ShellWord.quoted(label))"
    case .damagesHistory: "Update codex: swop binary update"
    case .tooDeep: "Make SWOP_CODEX_BIN or codex.path name codex itself: swop binary path --all"
    case .sandboxGone: "See what there is: swop status"
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .signInCommand: .usage
    case .damagesHistory: .codexUnusable
    case .temporaryRoot, .tooDeep, .sandboxGone: .failed
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}
