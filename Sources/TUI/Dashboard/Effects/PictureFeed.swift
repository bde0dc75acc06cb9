import Engine
import EngineCore
import TUIKit

/// Takes pictures of all accounts and posts them with the events since the last one: when it is asked,
/// when something changes on disk, and when a window ends.
actor PictureFeed {
  private let world: DashboardWorld
  private let mailbox: Mailbox<DashboardMessage>
  private var last: Task<Void, Never>?
  private var alarm: Task<Void, Never>?
  private var isNudged = false
  private var lastEvent: Int64?
  private var readings: [AccountID: Date] = [:]
  private var listener: (@Sendable (FleetSnapshot) async -> Void)?

  /// Pictures are never closer together than this.
  private static let pause = Duration.milliseconds(100)
  /// So many events are shown at the start.
  private static let eventLimit = 200
  /// A day, in seconds, and one hour more so that the first hour has a reading before it.
  private static let historySeconds: Double = 25 * 3_600

  init(_ world: DashboardWorld, mailbox: Mailbox<DashboardMessage>) {
    self.world = world
    self.mailbox = mailbox
  }

  /// Tells who wants to know of every snapshot.
  func setListener(_ listener: @escaping @Sendable (FleetSnapshot) async -> Void) {
    self.listener = listener
  }

  /// Takes a picture now, after those that are under way, and waits until it was posted.
  func update() async {
    let before = last
    let task = Task(name: "picture") {
      await before?.value
      await self.take()
    }
    last = task
    await task.value
  }

  /// Takes a picture soon; several wishes become one.
  func nudge() async {
    guard !isNudged else { return }
    isNudged = true
    // Cancelled only at the end, when no one looks any more.
    try? await world.time.sleep(for: Self.pause)
    isNudged = false
    await update()
  }

  /// Stops waiting for windows to end, and tells no one any more.
  func stop() {
    alarm?.cancel()
    // The listener has this feed itself.
    listener = nil
  }

  private func take() async {
    do {
      let fleet = try await world.fleet()
      let overview = try await fleet.overview(since: world.time.now() - Self.historySeconds)
      post(.pictureArrived(picture(of: overview)))
      setAlarm(for: overview.snapshot)
      try await postEvents(fleet)
      await listener?(overview.snapshot)
    } catch {
      post(.pictureFailed(Failure.report(of: error)))
    }
  }

  private func picture(of overview: FleetOverview) -> FleetPicture {
    let ranking = overview.ranking
    let taken = overview.snapshot.accounts.reduce(into: [AccountID: Date]()) { dates, account in
      dates[account.id] = account.reading?.readAt
    }
    defer { readings = taken }
    return FleetPicture(
      snapshot: overview.snapshot, choice: ChoiceSummary(ranking),
      places: Dictionary(
        ranking.entries.filter(\.isViable).map {
          ($0.id, FleetPicture.Place(rank: $0.rank, reason: $0.reason))
        },
        uniquingKeysWith: { first, _ in first }),
      histories: overview.histories, sandboxes: overview.sandboxes.mapValues(world.shown),
      isFresh: taken != readings)
  }

  private func postEvents(_ fleet: any DashboardFleet) async throws {
    let limit = Self.eventLimit
    let new = try await fleet.events(after: lastEvent, limit: limit)
    lastEvent = new.last?.number ?? lastEvent ?? 0
    if !new.isEmpty { post(.eventsArrived(new)) }
    // More may wait than one look brings.
    if new.count == limit { try await postEvents(fleet) }
  }

  /// A window that ends changes what an account can do without anyone writing anything.
  private func setAlarm(for snapshot: FleetSnapshot) {
    alarm?.cancel()
    let now = world.time.now()
    let moments = snapshot.accounts.flatMap { account in
      (account.reading?.windows ?? []).map(\.resetsAt) + [account.blockedUntil]
    }.compactMap(\.self).filter { $0 > now }
    guard let next = moments.min() else { return }
    alarm = Task(name: "picture at a reset") { [world] in
      let wait = Duration.seconds(next.timeIntervalSince(now) + 0.05)
      guard (try? await world.time.sleep(for: wait)) != nil else { return }
      await self.update()
    }
  }

  private func post(_ what: DashboardMessage.What) {
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}

extension ChoiceSummary {
  /// What a ranking has chosen.
  init(_ ranking: Ranking) {
    self.init(
      selected: ranking.selected,
      label: ranking.entries.first { $0.id == ranking.selected }?.label,
      reason: ranking.reason, blockedUntil: ranking.blockedUntil)
  }
}
