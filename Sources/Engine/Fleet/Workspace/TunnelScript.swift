import EngineCore

/// Opens a VS Code tunnel from inside a workspace.
struct TunnelScript: Sendable {
  /// Where a tunnel that goes on by itself writes its log.
  static let log = "/home/codex/.local/state/swop/tunnel.log"

  /// The tunnel's name.
  let name: TunnelName

  private var command: String {
    "code tunnel --accept-server-license-terms --name \(name)"
  }

  private var check: String {
    "command -v code >/dev/null 2>&1 || exit \(SetupPlan.unfit)"
  }

  /// The tunnel on this terminal.
  var inForeground: String { "\(check)\nexec \(command)" }

  /// The tunnel in the background. Prints `running` if it was open already, else `started` once it has
  /// lived for a second. A number in the file counts only if its process is a tunnel: after a restart
  /// of the container it may be anybody's.
  var detached: String {
    """
    \(check)
    log=\(Self.log)
    folder=$(dirname "$log")
    mkdir -p "$folder"
    number=$(cat "$folder/tunnel.pid" 2>/dev/null || echo none)
    if grep -q tunnel "/proc/$number/cmdline" 2>/dev/null; then
      echo running
      exit 0
    fi
    nohup \(command) >"$log" 2>&1 </dev/null &
    number=$!
    echo "$number" >"$folder/tunnel.pid"
    sleep 1
    if ! kill -0 "$number" 2>/dev/null; then
      tail -n 1 "$log" >&2
      exit \(SetupPlan.notCloned)
    fi
    echo started
    """
  }
}
