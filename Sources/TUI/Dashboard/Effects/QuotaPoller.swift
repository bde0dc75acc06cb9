import Engine
import EngineCore
import TUIKit

/// Reads quotas by itself: every minute where runs are in progress, else every five, slower after
/// failures; and at once when asked.
actor QuotaPoller {
  private let world: DashboardWorld
  private let mailbox: Mailbox<DashboardMessage>
  private let feed: PictureFeed
  private var polls: [AccountID: RefreshSchedule.Poll] = [:]
  private var isOn = true
  private var offlineSince: Date?
  private var loop: Task<Void, Never>?
  private var nap: Task<Void, any Error>?

  /// How long one reading may take.
  private static let limit = Duration.seconds(15)
  /// Accounts due within this many seconds of each other are asked together.
  private static let togetherSeconds = 1.0

  init(
    _ world: DashboardWorld, mailbox: Mailbox<DashboardMessage>, feed: PictureFeed
  ) {
    self.world = world
    self.mailbox = mailbox
    self.feed = feed
  }

  /// Begins.
  func start() {
    guard loop == nil else { return }
    loop = Task(name: "quota polls") { await self.run() }
  }

  /// Ends.
  func stop() {
    loop?.cancel()
    nap?.cancel()
  }

  /// Pauses or goes on.
  func setOn(_ isOn: Bool) {
    self.isOn = isOn
    nap?.cancel()
  }

  /// Learns which accounts there are, and what others have read meanwhile.
  func learn(_ snapshot: FleetSnapshot) {
    let wanted = snapshot.accounts.filter { account in
      account.account.isEnabled && !account.account.identity.isAPIKey && account.state != .expired
    }
    var next: [AccountID: RefreshSchedule.Poll] = [:]
    for account in wanted {
      var poll =
        polls[account.id] ?? RefreshSchedule.Poll(askedAt: nil, hasRuns: false, jitter: jitter)
      poll.hasRuns = account.liveRuns > 0
      if let readAt = account.reading?.readAt, readAt > poll.askedAt ?? .distantPast {
        poll.askedAt = readAt
        poll.failures = 0
      }
      next[account.id] = poll
    }
    guard next != polls else { return }
    polls = next
    nap?.cancel()
    postConnection()
  }

  /// Reads some accounts now, and waits for it.
  func read(_ ids: [AccountID]) async {
    guard !ids.isEmpty else { return }
    post(.readingsStarted(ids))
    let asked = world.time.now()
    var outcomes: [AccountID: ReadingOutcome] = [:]
    do {
      outcomes = try await world.fleet().readQuota(of: Set(ids), limit: Self.limit)
    } catch {
      post(.pictureFailed(Failure.report(of: error)))
    }
    for id in ids { note(outcomes[id], of: id, askedAt: asked) }
    noteConnection(outcomes)
    await feed.update()
    let failures = ids.count { outcomes[$0]?.reading == nil }
    post(.readingsEnded(ids, failures: failures))
    postConnection()
  }

  private func run() async {
    while !Task.isCancelled {
      let now = world.time.now()
      let order = RefreshSchedule.order(polls, at: now)
      let due = order.filter { $0.at <= now + Self.togetherSeconds }.map(\.account)
      guard isOn, let first = order.first else {
        await rest(for: .seconds(3_600))
        continue
      }
      guard first.at <= now else {
        await rest(for: .seconds(first.at.timeIntervalSince(now)))
        continue
      }
      await read(due)
    }
  }

  /// Waits, but not longer than until something changes.
  private func rest(for duration: Duration) async {
    let nap = Task(name: "until the next poll") { [time = world.time] in
      try await time.sleep(for: duration)
    }
    self.nap = nap
    await withTaskCancellationHandler {
      _ = await nap.result
    } onCancel: {
      nap.cancel()
    }
  }

  private func note(_ outcome: ReadingOutcome?, of id: AccountID, askedAt: Date) {
    guard var poll = polls[id] else { return }
    poll.askedAt = askedAt
    poll.jitter = jitter
    switch outcome {
    case .read:
      poll.failures = 0
      poll.retryAt = nil
    case .failed(_, let retryAt):
      poll.failures += 1
      poll.retryAt = retryAt
    case .cancelled, nil: poll.failures += 1
    }
    polls[id] = poll
  }

  private func noteConnection(_ outcomes: [AccountID: ReadingOutcome]) {
    let unreachable = outcomes.values.count { outcome in
      outcome.failure.map { ["network", "timed_out"].contains($0.code) } ?? false
    }
    guard !outcomes.isEmpty else { return }
    if unreachable == outcomes.count {
      offlineSince = offlineSince ?? world.time.now()
    } else {
      offlineSince = nil
    }
  }

  private func postConnection() {
    let next = isOn ? RefreshSchedule.order(polls, at: world.time.now()).first?.at : nil
    let connection =
      offlineSince.map { Connection.offline(since: $0, nextTryAt: next) } ?? .online
    post(.connectionChanged(connection, nextPollAt: next))
  }

  private var jitter: Double { world.random.factor(in: RefreshSchedule.jitterRange) }

  private func post(_ what: DashboardMessage.What) {
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}
