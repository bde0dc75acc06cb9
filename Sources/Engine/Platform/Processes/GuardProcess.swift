import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The guard of a rotated run, a process of its own: it ends codex when the wrapper has died without a word.
/// Otherwise codex would go on asking at ports that are free now, and show the pool's token to anyone who
/// takes them. Whatever way the wrapper dies, the system closes its end of the pipe.
package enum GuardProcess {
  /// How long codex may take to end by itself.
  private static let grace: UInt32 = 2_000_000
  private static let pause: UInt32 = 20_000

  /// Runs as the guard until the run is over.
  package static func run() -> Never {
    // No key and no end of the terminal reaches it: it has to outlive all that may end codex.
    _ = setsid()
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE] { signal(number, SIG_IGN) }
    _ = chdir("/")
    say(GuardMessage.ready)
    if let process = watched() { end(process) }
    exit(0)
  }

  /// Reads until the pipe ends.
  ///
  /// - Returns: Which process is left to end, nil for none.
  private static func watched() -> ProcessIdentity? {
    var process: ProcessIdentity?
    while let line = readLine() {
      switch GuardMessage(line: line) {
      case .watch(let named): process = named
      case .dismiss: return nil
      case nil: continue
      }
    }
    return process
  }

  private static func end(_ process: ProcessIdentity) {
    guard send(SIGTERM, to: process) else { return }
    // A stopped process could not act otherwise.
    send(SIGCONT, to: process)
    for _ in 0..<(grace / pause) {
      guard isAlive(process) else { return }
      usleep(pause)
    }
    send(SIGKILL, to: process)
  }

  /// Signals a process, with its group where it leads one. The group that the wrapper was in is not codex's
  /// own: a script or the rest of a pipeline may be in it.
  @discardableResult
  private static func send(_ number: Int32, to process: ProcessIdentity) -> Bool {
    // Numbers are used again: the time between this look and the signal is as short as it can be.
    guard isAlive(process) else { return false }
    let leads = getpgid(process.pid) == process.pid
    return kill(leads ? -process.pid : process.pid, number) == 0
  }

  private static func isAlive(_ process: ProcessIdentity) -> Bool {
    ProcessTable.identity(of: process.pid) == process
  }

  private static func say(_ line: String) {
    // A wrapper that is gone hears nothing, and then its pipe has ended too.
    _ = StandardStream.output.write(Array((line + "\n").utf8))
    // Its output is never read to its end.
    let nothing = open("/dev/null", O_RDWR)
    if nothing >= 0 {
      dup2(nothing, 1)
      dup2(nothing, 2)
      if nothing > 2 { close(nothing) }
    }
  }
}
