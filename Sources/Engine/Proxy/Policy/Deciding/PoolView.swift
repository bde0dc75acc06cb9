import EngineCore

/// The pool as it stands for one model. Ranking writes a reason for every account, which is too much to
/// do for each of many thousand requests a second, so a view is used for up to a second while nothing
/// happens that decides who can serve.
struct PoolView: Sendable {
  private static let lifetime = Duration.seconds(1)

  /// The accounts that can serve but for their rests, best first.
  let able: [AccountID]
  /// When the first account can be used again, if none can; nil if nobody knows.
  let resetsAt: Date?
  /// When the first account that is out comes back, as far as somebody said so.
  let soonestEnd: Duration?
  /// Whether some account is switched on and signed in.
  let isSomeoneSignedIn: Bool
  /// Which state of health it shows.
  let version: Int
  private let validUntil: Duration

  /// Looks at the pool.
  init(of pool: [Candidate], policy: SelectionPolicy, version: Int, at now: Moment) {
    let ranking = AccountSelector.ranking(of: pool, policy: policy, at: now.wall)
    able = ranking.entries.filter(\.isViable).map(\.id)
    resetsAt = ranking.blockedUntil
    let signedIn = pool.filter { $0.isEnabled && !$0.isExpired }
    isSomeoneSignedIn = !signedIn.isEmpty
    let ends = signedIn.compactMap { AccountStanding(of: $0, at: now.wall).usableAgainAt }
    soonestEnd = ends.filter { $0 > now.wall }.min().map {
      now.uptime + .milliseconds(Int(($0.timeIntervalSince(now.wall) * 1_000).rounded(.up)))
    }
    let end = now.uptime + Self.lifetime
    validUntil = soonestEnd.map { min($0, end) } ?? end
    self.version = version
  }

  /// Whether it still shows the pool as it is.
  func isValid(for version: Int, at now: Duration) -> Bool {
    self.version == version && now < validUntil
  }
}
