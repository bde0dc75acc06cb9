import EngineCore

/// Tells people what is worth it: the code that observes the accounts hands them over, and of all processes
/// that observe the same thing exactly one tells it.
actor NoticeDesk {
  /// A mark lasts this long without being taken away, in seconds: 30 days.
  private static let markSeconds: Double = 30 * 86_400
  /// No more notices than this are told in that time, in seconds: whatever goes wrong, no one is flooded.
  static let burst = (count: 6, seconds: 600.0)

  private let store: any NoticeStore
  private let senders: [any NoticeSender]
  private let events: any EventSink
  private let time: any TimeSource
  private let timeZone: ClockZone
  private var seen: [WatchedAccount]?
  private var sending: Task<Void, Never>?

  /// A desk; without senders it does nothing.
  init(
    store: any NoticeStore, senders: [any NoticeSender], events: any EventSink,
    time: any TimeSource, timeZone: ClockZone
  ) {
    self.store = store
    self.senders = senders
    self.events = events
    self.time = time
    self.timeZone = timeZone
  }

  /// Looks at the accounts and tells what is new. Sending goes on behind; `finish` waits for it.
  func consider(_ accounts: [WatchedAccount]) {
    guard !senders.isEmpty, accounts != seen else { return }
    seen = accounts
    let now = time.now()
    let steps = NoticeRules.steps(for: accounts, at: now, in: timeZone)
    do {
      var due: [Notice] = []
      for step in steps { try apply(step, at: now, &due) }
      send(try due.filter { _ in try mayTell(at: now) })
    } catch let error as StoreError {
      warn("Notices cannot be kept track of: " + error.message)
    } catch {
      warn("Notices cannot be kept track of.")
    }
  }

  /// Waits until everything is sent.
  func finish() async { await sending?.value }

  private func apply(_ step: NoticeStep, at now: Date, _ due: inout [Notice]) throws(StoreError) {
    switch step {
    case .raise(let mark, let notice):
      if try store.claimNotice(mark, for: Self.markSeconds, now: now) { due.append(notice) }
    case .mark(let mark): _ = try store.claimNotice(mark, for: Self.markSeconds, now: now)
    case .settle(let mark, let notice):
      if try store.releaseNotice(mark) { due.append(notice) }
    case .clear(let mark): try store.releaseNotice(mark)
    }
  }

  /// Whether one more may be told; the places in the burst are shared by all processes.
  private func mayTell(at now: Date) throws(StoreError) -> Bool {
    for place in 0..<Self.burst.count {
      if try store.claimNotice("told \(place)", for: Self.burst.seconds, now: now) { return true }
    }
    return false
  }

  private func send(_ notices: [Notice]) {
    guard !notices.isEmpty else { return }
    let before = sending
    sending = Task(name: "notices") { [senders] in
      await before?.value
      for notice in notices {
        for sender in senders {
          if let problem = await sender.send(notice) { warn(problem) }
        }
      }
    }
  }

  private func warn(_ sentence: String) {
    events.record(EngineEvent(at: time.now(), kind: .warning, message: sentence))
  }
}

extension Fleet {
  /// Tells people what is worth it, if they want that, of the accounts as they are known now. Anyone who
  /// observes calls it: of all processes one tells, and each thing once.
  func tellNotices() async {
    guard Self.wantsNotices(configuration.settings) else { return }
    // A picture that cannot be taken tells nothing; anyone who needs it says why.
    _ = try? await snapshot()
  }

  /// Whether anything is told at all.
  static func wantsNotices(_ settings: Settings) -> Bool {
    settings.notifiesDesktop || settings.webhook != nil
  }

  /// Who tells people, in the ways that the settings name.
  static func noticeDesk(of world: FleetConfiguration, events: any EventSink) -> NoticeDesk {
    var senders: [any NoticeSender] = []
    if world.settings.notifiesDesktop {
      senders.append(
        DesktopSender(
          processes: world.processes, files: world.files, environment: world.environment))
    }
    if let address = world.settings.webhook {
      senders.append(WebhookSender(to: address, transport: world.http, time: world.time))
    }
    return NoticeDesk(
      store: world.state, senders: senders, events: events, time: world.time,
      timeZone: world.timeZone)
  }

  static func watched(_ snapshot: FleetSnapshot) -> [WatchedAccount] {
    snapshot.accounts.map { account in
      WatchedAccount(
        id: account.id, label: account.account.label.text, state: account.state,
        left: account.reading?.longestLongWindow?.leftPercent,
        blockedUntil: account.blockedUntil, bankedResetsEnd: account.reading?.bankedResetsEnd ?? [])
    }
  }
}
