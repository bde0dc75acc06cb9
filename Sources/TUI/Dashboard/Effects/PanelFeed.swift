import Engine
import EngineCore
import TUIKit

/// Brings what panels and dialogs show: settings, themes, containers, the proxy, reasons.
actor PanelFeed {
  private let world: DashboardWorld
  private let mailbox: Mailbox<DashboardMessage>
  private var proxyWatch: Task<Void, Never>?
  private var isProxyOpen = false
  private var isServing = false
  private var lastThemes: [Theme] = []
  private var lastThemeFaults: [ErrorReport] = []
  private var lastSettings: [SettingsPanel.Entry] = []
  private var lastKeys: KeyChanges?

  /// How often an open proxy panel looks.
  private static let panelInterval = Duration.seconds(1)
  /// How often the status line looks while answers stream, as their end changes nothing on disk; and the
  /// panel while nothing serves, as a start changes something there.
  private static let slowInterval = Duration.seconds(5)
  /// So many conversations are offered.
  private static let conversationLimit = 200

  init(world: DashboardWorld, mailbox: Mailbox<DashboardMessage>) {
    self.world = world
    self.mailbox = mailbox
  }

  /// Ends what goes on by itself.
  func stop() {
    proxyWatch?.cancel()
  }

  /// Something changed on disk: settings, themes and the proxy may be among it.
  func lookAgain() async {
    if proxyWatch == nil || !isServing { lookAtProxy() }
    await readThemes()
    await readKeys()
    await readSettings(onlyIfChanged: true)
  }

  /// Reads the themes, and tells of what is new.
  func readThemes() async {
    let (themes, faults) = await world.themes()
    if themes != lastThemes { post(.themesArrived(themes)) }
    for fault in faults where !lastThemeFaults.contains(fault) { post(.themeFailed(fault)) }
    lastThemes = themes
    lastThemeFaults = faults
  }

  /// Reads which keys the settings file changes, and tells of what is new. A file that cannot be read
  /// leaves them as they are; reading the settings tells of it.
  func readKeys() async {
    guard let changes = try? await world.settings.keyChanges(), changes != lastKeys else { return }
    post(.keysArrived(Keymap(DashboardCommands.set, changed: changes.changed)))
    for fault in changes.faults where lastKeys?.faults.contains(fault) != true {
      post(.keysFailed(fault.report))
    }
    lastKeys = changes
  }

  /// Reads the settings.
  func readSettings(onlyIfChanged: Bool = false) async {
    do {
      let entries = try await world.settings.entries()
      if entries != lastSettings || !onlyIfChanged { post(.settingsArrived(entries)) }
      lastSettings = entries
    } catch {
      post(.settingsFailed(Failure.report(of: error)))
    }
  }

  /// Lists the containers.
  func listWorkspaces() async {
    do {
      guard let workspaces = world.workspaces else { throw MissingDoor.workspaces }
      post(.workspacesArrived(try await workspaces.list()))
    } catch {
      post(.workspacesFailed(Failure.report(of: error)))
    }
  }

  /// Looks at the proxy every second while its panel is open.
  func watchProxy(_ isOpen: Bool) {
    isProxyOpen = isOpen
    lookAtProxy()
  }

  /// Looks at the proxy now, and goes on while its panel is open or answers stream.
  func lookAtProxy() {
    proxyWatch?.cancel()
    proxyWatch = Task(name: "proxy") {
      while let pause = await postProxy() {
        guard (try? await world.time.sleep(for: pause)) != nil else { return }
      }
    }
  }

  /// Tells of the proxy; when to look again, nil for when something changes.
  private func postProxy() async -> Duration? {
    let proxy = await world.proxy()
    // Another look has what is newer.
    guard !Task.isCancelled else { return nil }
    post(.proxyArrived(proxy))
    isServing = proxy.service != nil
    if isProxyOpen { return isServing ? Self.panelInterval : Self.slowInterval }
    if (proxy.service?.activeStreams ?? 0) > 0 { return Self.slowInterval }
    proxyWatch = nil
    return nil
  }

  /// Asks automatic choice.
  func explain() async {
    do {
      let ranking = try await world.fleet().ranking(strategy: nil)
      post(.choiceArrived(WhyDialog(ranking), ChoiceSummary(ranking)))
    } catch {
      post(.pictureFailed(Failure.report(of: error)))
    }
  }

  /// Lists conversations. Where codex's files cannot be read there are none to go on with.
  func listConversations(of id: AccountID) async {
    let fleet = try? await world.fleet()
    let label = try? await fleet?.label(of: id)
    let found = try? await fleet?.conversations(label: label)
    let open = (found?.records ?? []).filter { !$0.isArchived && $0.parent == nil }
    post(
      .conversationsArrived(
        id,
        open.prefix(Self.conversationLimit).map { conversation in
          .init(
            id: conversation.id, title: conversation.title ?? conversation.id,
            directory: conversation.folder.map(world.shown) ?? "", usedAt: conversation.usedAt)
        }))
  }

  /// Measures a sandbox. One that cannot be measured stays without a number.
  func measure(_ id: AccountID) async {
    guard let bytes = try? await world.fleet().sandboxSize(of: id) else { return }
    post(.sandboxMeasured(id, bytes: bytes))
  }

  private func post(_ what: DashboardMessage.What) {
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}

extension WhyDialog {
  /// A ranking in words.
  init(_ ranking: Ranking) {
    self.init(
      sentence: PrintableText.sanitized(ranking.reason), strategy: ranking.strategy.rawValue,
      warning: ranking.warning.map(PrintableText.sanitized),
      lines: ranking.entries.map { entry in
        Line(
          id: entry.id, label: entry.label, rank: entry.rank, isViable: entry.isViable,
          reason: PrintableText.sanitized(entry.reason))
      })
  }
}
