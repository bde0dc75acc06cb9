package import EngineCore

/// What all usable accounts have left together. Accounts count that are on, signed in, not refused, and
/// have something left of their long window.
package struct Pool: Hashable, Sendable {
  /// All windows of one kind.
  package struct Share: Hashable, Sendable {
    /// The name of the windows, `short` or `long` where they differ.
    package let name: String
    /// Percent left of all windows together, 0 to 100 for each.
    let percentLeft: Double
    /// How many windows there are, 1 or more.
    package let count: Int

    /// Percent left on average, 0 to 100.
    package var average: Double { percentLeft / Double(count) }

    /// Whole windows left with one decimal: `2.8`. Never `0.0` while something is left.
    package var windowsText: String {
      let tenths = Int((percentLeft / 10).rounded())
      if tenths == 0 && percentLeft > 0 { return "<0.1" }
      return "\(tenths / 10).\(tenths % 10)"
    }
  }

  /// One window that starts over.
  package struct Reset: Hashable, Sendable {
    /// The account.
    package let account: AccountID
    /// Its label.
    package let label: String
    /// The window.
    package let window: QuotaWindow
    /// When.
    package let at: Date
  }

  /// The short windows, nil if there are none.
  package let short: Share?
  /// The long windows, nil if there are none.
  package let long: Share?
  /// Every reset to come of accounts that are on and signed in, soonest first.
  package let resets: [Reset]
  /// The short windows over time.
  package let shortForecast: CapacityForecast
  /// The long windows over time.
  package let longForecast: CapacityForecast

  /// The pool of a snapshot.
  package init(_ snapshot: FleetSnapshot) {
    self.init(of: snapshot.accounts, at: snapshot.takenAt)
  }

  /// The pool of some accounts at a time.
  package init(of accounts: [AccountSnapshot], at now: Date) {
    let members = accounts.filter(Self.counts)
    short = Self.share(members.compactMap { $0.reading?.shortWindow })
    long = Self.share(members.compactMap { $0.reading?.longestLongWindow })
    shortForecast = Self.forecast(members, now: now) { $0.shortWindow }
    // Accounts that wait for their week are part of what comes back.
    let signedIn = accounts.filter { $0.showsWindows && $0.state != .blocked }
    longForecast = Self.forecast(signedIn, now: now) { $0.longestLongWindow }
    resets = accounts.filter(\.showsWindows).flatMap { account in
      (account.reading?.windows ?? []).filter { !$0.isFresh(at: now) }.compactMap { window in
        window.resetsAt.map {
          Reset(account: account.id, label: account.account.label.text, window: window, at: $0)
        }
      }
    }
    .filter { $0.at > now }
    .sorted { ($0.at, $0.window.lengthSeconds) < ($1.at, $1.window.lengthSeconds) }
  }

  private static func counts(_ account: AccountSnapshot) -> Bool {
    switch account.state {
    case .off, .expired, .blocked, .unknown: false
    case .waiting, .low, .inUse, .ready:
      account.reading?.longestLongWindow.map { !$0.isUsedUp } ?? (account.reading != nil)
    }
  }

  private static func share(_ windows: [QuotaWindow]) -> Share? {
    guard let first = windows.first else { return nil }
    let isMixed = windows.contains { $0.name != first.name }
    let name = isMixed ? (first.isLong ? "long" : "short") : first.name
    return Share(
      name: name, percentLeft: windows.reduce(0) { $0 + $1.leftPercent }, count: windows.count)
  }

  private static func forecast(
    _ accounts: [AccountSnapshot], now: Date, _ window: (QuotaReading) -> QuotaWindow?
  ) -> CapacityForecast {
    let parts = accounts.compactMap { account in
      account.reading.flatMap(window).map {
        CapacityForecast.Part(account: account.id, left: $0.leftPercent, resetsAt: $0.resetsAt)
      }
    }
    return CapacityForecast(parts, now: now)
  }
}
