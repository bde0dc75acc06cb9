import Engine
import EngineCore
import EnginePlatform
import Testing

@testable import EngineStandin

/// One refresher for each account, no matter what else is alive: a minute in the usual run, ten minutes with
/// `SWOP_SOAK=1` (make soak).
@Suite("Who renews a token, end to end")
struct RefresherTests {
  /// Codex renews at five minutes before the end: it wants a new token every ten seconds.
  private static let lifetime = 310.0

  @Test("runs, watchers and pollers live for minutes on rotating tokens, and no one reuses one")
  func rotation() async throws {
    let names = ["work", "home"]
    var settings = StandinSettings.quick
    settings.tokenLifetimeSeconds = Self.lifetime
    let accounts = names.map { StandinAccount($0, stepPercent: 0) }
    let house = try await Household(accounts, settings: settings)
    for name in names { try #require(try await house.importAccount(name).status == 0) }
    let seconds = Soak.isOn ? 600 : 60
    await house.server.standin.script(
      Behaviour(.drip(deltas: seconds * 2, milliseconds: 500), on: .responses, times: 1),
      for: "work")

    let runs = try await Self.busyTime(of: house, names: names, seconds: seconds)
    let end = try await house.swop(["status", "-R", "--json"])

    #expect(runs.count > names.count)
    for run in runs { #expect(run.status == 0, "\(run)") }
    #expect(try end.json()["accounts"]?.elements?.map { $0.isWell } == [true, true], "\(end)")
    let figures = RefresherFigures(
      await house.server.standin.entries, await house.server.standin.counters)
    print("refresher: \(seconds) s, \(runs.count) runs, \(figures)")
    #expect(figures.reuses == 0)
    #expect(figures.byCodex == 0)
    #expect(figures.refusals == 0)
    for name in names {
      #expect(figures.bySwop[name] ?? 0 >= seconds / 12)
      // The clock of a process and that of the server differ by the way between them.
      #expect(figures.shortestPause[name] ?? 0 > 4.5)
    }
    #expect(try await house.inspection.faults() == [])
  }

  /// Keeps everything busy that may want a token.
  ///
  /// - Returns: The runs of codex.
  private static func busyTime(
    of house: Household, names: [String], seconds: Int
  ) async throws -> [Printed] {
    let time = SystemTimeSource()
    let end = time.uptime() + .seconds(seconds)
    return try await withThrowingTaskGroup(of: [Printed].self) { group in
      group.addTask { [try await house.codex(as: "work", "take your time", seconds + 60)] }
      // The first turn is the long one; the others come when it is under way.
      try #require(await house.server.standin.wait { $0.counters.turns["work"] == 1 })
      for name in names {
        group.addTask {
          var runs: [Printed] = []
          while time.uptime() < end {
            runs.append(try await house.codex(as: name, "be quick", 60))
            try await time.sleep(for: .seconds(1))
          }
          return runs
        }
      }
      for _ in 0..<2 {
        group.addTask {
          while time.uptime() < end {
            let status = try await house.swop(["status", "-R", "--json"])
            #expect(status.status == 0, "\(status)")
            try await time.sleep(for: .seconds(2))
          }
          return []
        }
        group.addTask {
          // It never ends by itself.
          await #expect(throws: ProcessError.self) {
            try await house.swop(
              ["status", "-R", "--watch", "--json"], limit: .seconds(seconds))
          }
          return []
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }
}

extension Household {
  /// One task of codex on an account, which may take some seconds.
  fileprivate func codex(as label: String, _ prompt: String, _ seconds: Int) async throws -> Printed
  {
    try await swop(
      ["codex", "--account", label, "exec", "--skip-git-repo-check", prompt],
      limit: .seconds(seconds))
  }
}

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

/// Whether the long forms of the proofs are wanted (`make soak`).
enum Soak {
  /// The variable that asks for them: `SWOP_SOAK=1`.
  static var isOn: Bool { ProcessInfo.processInfo.environment["SWOP_SOAK"] == "1" }
}
