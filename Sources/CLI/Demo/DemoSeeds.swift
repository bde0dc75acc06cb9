import EngineCore
import EngineStandin

/// What the demo begins with: the seven sample accounts, and a day behind them.
enum DemoSeeds {
  /// The accounts. Two short windows end soon, so that a reset can be watched.
  static var accounts: [StandinAccount] {
    SampleAccounts.all.map { account in
      var account = account
      // The sign-in itself is good: it is swop that finds it dead, and R that mends it.
      account.isSignedOut = false
      switch account.name {
      case "lab": account.windows[0].resetsInSeconds = 95
      case "ops": account.windows[0].resetsInSeconds = 190
      case "beta":
        account.windows = [
          .fiveHours(used: 37, resetsInSeconds: 9_000), .week(used: 44, resetsInSeconds: 260_000),
        ]
      default: break
      }
      return account
    }
  }

  /// The account whose session has expired.
  static let expired = "beta"
  /// Why, a clause.
  static let expiryReason = "the server has revoked it"
  /// The account that is switched off.
  static let off = "old"
  /// The default account, which is in use.
  static let inUse = "work-1"
  /// Another account that someone uses a little.
  static let slow = "lab"

  /// Percent of a short window used in each of the last 24 hours, oldest first.
  private static let day: [Double] = [
    10, 12, 13, 9, 8, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 15, 24, 13, 17,
  ]

  /// The readings of the last day of an account whose place in the list shifts its hours.
  static func history(
    of account: StandinAccount, shift: Int, until now: Date
  ) -> [QuotaReading] {
    var short = account.windows.first?.usedPercent ?? 0
    var long = account.windows.last?.usedPercent ?? 0
    // From what is used now back through the day, so that the last hour is not a leap.
    var readings: [QuotaReading] = []
    for hour in day.indices.reversed() {
      let spent = day[(hour + shift * 3) % day.count]
      short += short < spent ? 100 - spent : -spent
      long = max(0, long - spent / 8)
      readings.append(
        QuotaReading(
          readAt: now - Double(day.count - hour) * 3_600, source: .usage,
          plan: Plan(account.plan), isAllowed: true, isLimitReached: false,
          windows: [
            QuotaWindow(lengthSeconds: 18_000, usedPercent: short, resetsAt: nil),
            QuotaWindow(lengthSeconds: 604_800, usedPercent: long, resetsAt: nil),
          ]))
    }
    return readings.reversed()
  }
}

/// The folders of demos below the user's cache. Each goes with its demo; what a demo that was killed has
/// left, the next one removes.
struct DemoFolders {
  let parent: FilePath
  let files: any FileSystem
  let processes: any ProcessRunner

  /// Makes the folder of this process, with a home in it.
  func make() throws(FileError) -> FilePath {
    let owner = processes.current
    let folder = parent / "\(Self.prefix)\(owner.pid)-\(owner.startTicks)"
    for part in ["home", "home/.swop"] {
      try files.createFolder(folder / part, mode: .privateFolder)
    }
    return folder
  }

  /// Removes the folders of demos that have ended. One that cannot be removed stays: it is in no one's way.
  func removeLeftovers() {
    for name in (try? files.list(parent)) ?? [] {
      guard let owner = Self.owner(of: name), !processes.isAlive(owner),
        (try? files.status(parent / name))?.kind == .folder
      else { continue }
      try? files.removeTree(parent / name)
    }
  }

  private static let prefix = "demo-"

  /// The process that a folder is named after, nil for a folder of something else.
  private static func owner(of name: String) -> ProcessIdentity? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let pid = Int32(parts[0]), let ticks = UInt64(parts[1]) else {
      return nil
    }
    return ProcessIdentity(pid: pid, startTicks: ticks)
  }
}
