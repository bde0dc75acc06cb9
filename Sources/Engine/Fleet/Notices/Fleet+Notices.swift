import EngineCore

extension Fleet {
  /// Tells people what is worth it, if they want that, of the accounts as they are known now. Whoever
  /// observes calls it: of all processes one tells, and each thing once.
  package func tellNotices() async {
    guard Self.wantsNotices(configuration.settings) else { return }
    // A picture that cannot be taken tells nothing; whoever needs it says why.
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
