import EngineKernel
import EngineSelector

extension Rotation {
  /// The pool as it stands for one model, with everything learned.
  func standing(model: String?, at now: Moment) -> [Candidate] {
    candidates.map { candidate in
      var result = health.applied(to: candidate, model: model, at: now.wall)
      result.coolingUntil = cooldowns.rest(of: candidate.id, at: now.uptime).map {
        now.wall + ($0.until - now.uptime) / .seconds(1)
      }
      return result
    }
  }

  /// The accounts that could serve now but for their rests, best first.
  func viable(_ pool: [Candidate], at now: Moment) -> Ranking {
    AccountSelector.ranking(of: pool, policy: policy, at: now.wall)
  }

  /// Whether an account can serve a model, blips apart.
  func canServe(_ account: AccountID, model: String?, at now: Moment) -> Bool {
    viable(standing(model: model, at: now), at: now).entries.contains {
      $0.id == account && $0.isViable
    }
  }

  /// Whether no other account can serve at once.
  func isLastUsable(_ account: AccountID, model: String?, at now: Moment) -> Bool {
    !viable(standing(model: model, at: now), at: now).entries.contains {
      $0.isViable && $0.id != account && cooldowns.rest(of: $0.id, at: now.uptime) == nil
    }
  }

  /// What the pool has to offer a request.
  mutating func outlook(
    for course: RequestCourse, after verdict: UpstreamVerdict? = nil, at now: Moment
  ) -> Outlook {
    let pool = standing(model: course.facts.model, at: now)
    let ranking = viable(pool, at: now)
    let able = ranking.entries.filter(\.isViable).map(\.id)
    wakeLast(of: able, at: now)
    let owner = owner(of: course, at: now)
    let free = able.filter { cooldowns.rest(of: $0, at: now.uptime) == nil }
    let open = free.filter { !course.failed.contains($0) }
    let current = course.current
    let rest = able.compactMap { cooldowns.rest(of: $0, at: now.uptime)?.until }.min()
    let end = nextEnd(of: pool, at: now)
    return Outlook(
      next: open.contains { $0 == owner } ? owner : open.first, owner: owner,
      ownerCanServe: owner.map { able.contains($0) } ?? false,
      currentCanServe: current.map { able.contains($0) && !isAskedToRest($0, at: now) } ?? false,
      soonest: [rest, end].compactMap { $0 }.min(), isSoonestResting: rest != nil,
      resetsAt: ranking.blockedUntil,
      isSomeoneSignedIn: pool.contains { $0.isEnabled && !$0.isExpired },
      isBackendDown: verdict?.fault.map { outage.isDown($0, at: now.uptime) } ?? false)
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

  private func isAskedToRest(_ account: AccountID, at now: Moment) -> Bool {
    cooldowns.rest(of: account, at: now.uptime)?.isAskedFor ?? false
  }

  /// The account a request belongs to: its conversation's, else the one that served its client last.
  private func owner(of course: RequestCourse, at now: Moment) -> AccountID? {
    if let conversation = course.facts.conversation,
      let owner = affinity.owner(of: conversation, at: now.wall)
    {
      return owner
    }
    guard course.facts.conversation == nil else { return nil }
    return clients.value(of: course.facts.client, at: now.wall)
  }

  /// When the first account that is out comes back, as far as somebody said so.
  private func nextEnd(of pool: [Candidate], at now: Moment) -> Duration? {
    let ends = pool.filter { $0.isEnabled && !$0.isExpired }.compactMap {
      AccountStanding(of: $0, at: now.wall).usableAgainAt
    }
    return ends.filter { $0 > now.wall }.min().map {
      now.uptime + .milliseconds(Int(($0.timeIntervalSince(now.wall) * 1_000).rounded(.up)))
    }
  }
}
