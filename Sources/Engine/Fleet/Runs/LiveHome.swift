import EngineCore

/// Whether any codex uses a `CODEX_HOME` now, started by whomever. Files that a codex left behind do not
/// count.
struct LiveHome: Sendable {
  /// Someone who uses a home.
  enum User: Hashable, Sendable {
    /// A codex process; which one, its lock does not say.
    case codex
    /// Codex's background process, which keeps the old account in memory.
    case daemon(pid: Int32)
    /// The process that updates it.
    case updater(pid: Int32)

    /// For people, without a full stop.
    var phrase: String {
      switch self {
      case .codex: "a running codex"
      case .daemon(let pid): "codex's background process (\(pid))"
      case .updater(let pid): "the updater of codex's background process (\(pid))"
      }
    }
  }

  private let files: any FileSystem
  private let runner: any ProcessRunner

  /// Looks through `files` and `runner`.
  init(files: any FileSystem, runner: any ProcessRunner) {
    self.files = files
    self.runner = runner
  }

  /// Who uses a home now, each kind of process once. A home under the temporary folder never shows its
  /// codex processes: codex makes no locks there.
  func users(of home: FilePath) -> [User] {
    let daemons = home / "app-server-daemon"
    let daemon = process(daemons / "daemon.pid").map { User.daemon(pid: $0) }
    let updater = process(daemons / "daemon-updater.pid").map { User.updater(pid: $0) }
    return (hasHeldLock(home) ? [.codex] : []) + [daemon, updater].compactMap(\.self)
  }

  /// Whether no one uses it.
  func isQuiet(_ home: FilePath) -> Bool { users(of: home).isEmpty }

  /// Every codex process holds the lock in a folder of its own: `tmp/arg0-linux/codex-arg0…` from 0.149
  /// on, `tmp/arg0/codex-arg0…` before.
  private func hasHeldLock(_ home: FilePath) -> Bool {
    names(home / "tmp", beginning: "arg0").contains { group in
      names(group, beginning: "codex-arg0").contains { isHeld($0 / ".lock") }
    }
  }

  private func names(_ folder: FilePath, beginning prefix: String) -> [FilePath] {
    let names = (try? files.list(folder)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.map { folder / $0 }
  }

  private func isHeld(_ path: FilePath) -> Bool {
    // Taking a lock would create the file: only one that is there is tried, and given up at once.
    guard files.exists(path) else { return false }
    do {
      guard let lock = try files.tryLock(path) else { return true }
      lock.release()
      return false
    } catch {
      return false
    }
  }

  /// The process that a pid file names, if it is still the one that wrote it.
  private func process(_ file: FilePath) -> Int32? {
    guard let data = try? files.read(file), let note = try? JSONReader.value(in: Array(data)),
      let pid = note["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
      let process = runner.identity(of: pid)
    else { return nil }
    // Only Linux notes the start in the units of the process table.
    if let ticks = note["processIdentity"]?["startTicks"]?.integer {
      return UInt64(exactly: ticks) == process.startTicks ? pid : nil
    }
    return pid
  }
}
