import EngineCore
import EngineStandin

/// What the stand-in saw of renewals.
struct RefresherFigures: CustomStringConvertible {
  /// Renewals by swop, by account.
  private(set) var bySwop: [String: Int] = [:]
  /// Renewals by codex itself.
  private(set) var byCodex = 0
  /// Renewals that were refused.
  private(set) var refusals = 0
  /// Seconds between two renewals of one account at least, by account.
  private(set) var shortestPause: [String: Double] = [:]
  /// Seconds between two renewals of one account at most, by account.
  private(set) var longestPause: [String: Double] = [:]
  /// Refresh tokens that were used twice.
  let reuses: Int
  /// Readings of quota, and turns.
  let readings: Int
  let turns: Int

  init(_ entries: [LogEntry], _ counters: StandinCounters) {
    reuses = counters.reuses
    readings = entries.count { $0.endpoint == .usage }
    turns = counters.turns.values.reduce(0, +)
    var last: [String: Date] = [:]
    for entry in entries where entry.endpoint == .token {
      let account = entry.account ?? "?"
      if entry.status != 200 { refusals += 1 }
      if entry.userAgent == "swop" { bySwop[account, default: 0] += 1 } else { byCodex += 1 }
      if let before = last[account] {
        let pause = entry.time.timeIntervalSince(before)
        shortestPause[account] = min(shortestPause[account] ?? .infinity, pause)
        longestPause[account] = max(longestPause[account] ?? 0, pause)
      }
      last[account] = entry.time
    }
  }

  var description: String {
    let accounts = bySwop.keys.sorted().map { name in
      "\(name): \(bySwop[name] ?? 0) by swop, \(shortestPause[name] ?? 0) to "
        + "\(longestPause[name] ?? 0) s apart"
    }
    return
      (accounts + [
        "\(byCodex) by codex", "\(refusals) refused", "\(reuses) reuses", "\(readings) readings",
        "\(turns) turns",
      ]).joined(separator: "; ")
  }
}
