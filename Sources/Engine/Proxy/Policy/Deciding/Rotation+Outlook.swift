import EngineCore

extension Rotation {
  /// At most so many models have a view of their own.
  private static let viewCount = 64

  /// The pool as it stands for a model, with everything learned; for a client that is bound to one
  /// account it has no other.
  mutating func view(
    model: String?, only account: AccountID? = nil, at now: Moment
  ) -> PoolView {
    let name = (model ?? "") + (account.map { "\n\($0)" } ?? "")
    if let view = views[name], view.isValid(for: health.version, at: now.uptime) { return view }
    let members = candidates.filter { account == nil || $0.id == account }
    let pool = members.map { health.applied(to: $0, model: model, at: now.wall) }
    let view = PoolView(of: pool, policy: policy, version: health.version, at: now)
    if views.count >= Self.viewCount { views = [:] }
    views[name] = view
    return view
  }

  /// Whether an account can serve a model, blips apart.
  mutating func canServe(_ account: AccountID, model: String?, at now: Moment) -> Bool {
    view(model: model, at: now).able.contains(account)
  }

  /// Whether no other account can serve at once.
  mutating func isLastUsable(_ account: AccountID, model: String?, at now: Moment) -> Bool {
    !view(model: model, at: now).able.contains {
      $0 != account && cooldowns.rest(of: $0, at: now.uptime) == nil
    }
  }

  /// What the pool has to offer a request.
  mutating func outlook(
    for course: RequestCourse, after verdict: UpstreamVerdict? = nil, at now: Moment
  ) -> Outlook {
    let view = view(model: course.facts.model, only: course.facts.only, at: now)
    wakeLast(of: view.able, at: now)
    let owner = owner(of: course, at: now)
    let rests = view.able.compactMap { cooldowns.rest(of: $0, at: now.uptime) }
    return Outlook(
      next: next(for: course, of: view.able, owner: owner, at: now), owner: owner,
      ownerCanServe: owner.map { view.able.contains($0) } ?? false,
      currentCanServe: course.current.map { current in
        view.able.contains(current)
          && cooldowns.rest(of: current, at: now.uptime)?.isAskedFor != true
      } ?? false,
      soonest: (rests.map(\.until) + [view.soonestEnd].compactMap { $0 }).min(),
      isSoonestResting: !rests.isEmpty, resetsAt: view.resetsAt,
      isSomeoneSignedIn: view.isSomeoneSignedIn,
      isBackendDown: verdict?.fault.map { outage.isDown($0, at: now.uptime) } ?? false)
  }

  /// The best account for the next try: one that was not tried, the owner before all others; else one
  /// that only stumbled. The one that has just stumbled is the caller's to try again.
  private func next(
    for course: RequestCourse, of able: [AccountID], owner: AccountID?, at now: Moment
  ) -> AccountID? {
    let open = able.filter {
      cooldowns.rest(of: $0, at: now.uptime) == nil && !course.failed.contains($0)
    }
    let fresh = open.filter { !course.stumbled.contains($0) }
    if fresh.contains(where: { $0 == owner }) { return owner }
    return fresh.first ?? open.first { $0 != course.current }
  }

  /// Of accounts that all rest after errors, the one that would come back first is taken back at once:
  /// a pool is never empty because of errors.
  private mutating func wakeLast(of able: [AccountID], at now: Moment) {
    let rests = able.map { ($0, cooldowns.rest(of: $0, at: now.uptime)) }
    guard rests.allSatisfy({ $0.1 != nil }) else { return }
    let own = rests.filter { $0.1?.isAskedFor == false }
    let first = own.min { ($0.1?.until ?? .zero) < ($1.1?.until ?? .zero) }
    if let first { cooldowns.interrupt(first.0, at: now.uptime) }
  }

  /// The account a request belongs to: its conversation's, else the one that served its client last.
  private func owner(of course: RequestCourse, at now: Moment) -> AccountID? {
    guard let conversation = course.facts.conversation else {
      return clients.value(of: course.facts.client, at: now.wall)
    }
    return affinity.owner(of: conversation, at: now.wall)
  }
}

/// What the pool has to offer one request at one moment.
struct Outlook: Hashable, Sendable {
  /// The best account that has not failed the request, nil if there is none.
  let next: AccountID?
  /// The account that the conversation is at home on, nil if it has none.
  let owner: AccountID?
  /// Whether that account can serve now.
  let ownerCanServe: Bool
  /// Whether the account of the last try may be tried again.
  let currentCanServe: Bool
  /// When the first account that is out frees up, by the clock that never runs backwards; nil if that is
  /// unknown.
  let soonest: Duration?
  /// Whether that account only rests because the server asked for it.
  let isSoonestResting: Bool
  /// When the first account of the pool can be used again, nil if unknown.
  let resetsAt: Date?
  /// Whether some account is only used up or refused, and not signed out.
  let isSomeoneSignedIn: Bool
  /// Whether faults of the kind at hand are the backend's.
  let isBackendDown: Bool

  /// An outlook of its parts.
  init(
    next: AccountID? = nil, owner: AccountID? = nil, ownerCanServe: Bool = false,
    currentCanServe: Bool = false, soonest: Duration? = nil, isSoonestResting: Bool = false,
    resetsAt: Date? = nil,
    isSomeoneSignedIn: Bool = true, isBackendDown: Bool = false
  ) {
    self.next = next
    self.owner = owner
    self.ownerCanServe = ownerCanServe
    self.currentCanServe = currentCanServe
    self.soonest = soonest
    self.isSoonestResting = isSoonestResting
    self.resetsAt = resetsAt
    self.isSomeoneSignedIn = isSomeoneSignedIn
    self.isBackendDown = isBackendDown
  }
}

/// The pool as it stands for one model. Ranking writes a reason for every account, which is too much to
/// do for each of many thousand requests a second, so a view is used for up to a second while nothing
/// happens that decides who can serve.
struct PoolView: Sendable {
  private static let lifetime = Duration.seconds(1)

  /// The accounts that can serve but for their rests, best first.
  let able: [AccountID]
  /// When the first account can be used again, if none can; nil if unknown.
  let resetsAt: Date?
  /// When the first account that is out comes back, as far as someone said so.
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
