import Engine
import EngineCore
import TUIKit
import TestSupport

@testable import TUI

extension Scene {
  /// The accounts with readings of long ago.
  private static var aged: [AccountSnapshot] {
    FleetFixture.seven().map { account in
      var account = account
      account.reading = account.reading.map { reading in
        QuotaReading(
          readAt: now - 1_320, source: .usage, isAllowed: true, isLimitReached: false,
          windows: reading.windows)
      }
      account.isStale = true
      return account
    }
  }

  private static var expired: [AccountSnapshot] {
    FleetFixture.seven().map { account in
      var account = account
      account.state = account.account.isEnabled ? .expired : .off
      return account
    }
  }

  private static var refused: [AccountSnapshot] {
    var accounts = FleetFixture.seven()
    accounts[0].state = .blocked
    accounts[0].blockedUntil = now + 4_680
    accounts[0].error = ErrorReport(
      code: "blocked", message: "work-1 is blocked: 429.", remedy: nil)
    accounts[1].state = .unknown
    accounts[1].reading = nil
    return accounts
  }

  /// Every state of the whole screen by name.
  static let states: [(name: String, state: DashboardState)] = [
    (
      "loading",
      main([]) {
        $0.accounts.knowledge = .loading; $0.choice = nil
      }
    ),
    ("empty", main([]) { $0.choice = nil }),
    (
      "empty-adoptable",
      main([]) {
        $0.choice = nil; $0.adoptable = "me@home.test"
      }
    ),
    (
      "unreadable",
      main([]) {
        $0.choice = nil
        $0.accounts.knowledge = .failed(
          ErrorReport(
            code: "file_denied", message: "Cannot read ~/.swop/accounts: permission denied.",
            remedy: "Give yourself access: chmod u+rwx ~/.swop/accounts"))
      }
    ),
    (
      "all-expired",
      main(expired, selecting: "beta") {
        $0.choice = ChoiceSummary(selected: nil, label: nil, reason: "none")
      }
    ),
    (
      "offline",
      main(aged) { $0.connection = .offline(since: now - 1_327, nextTryAt: now + 48) }
    ),
    ("stale", main(aged, selecting: "home")),
    ("blocked", main(refused, selecting: "work-1")),
    ("unknown", main(refused, selecting: "home")),
    ("selected-expired", main(selecting: "beta")),
    ("selected-off", main(selecting: "old")),
    ("selected-waiting", main(selecting: "ops")),
    (
      "filtering",
      main(selecting: "spare") {
        $0.accounts.filter = TextField("plan:plus")
        $0.accounts.isFiltering = true
      }
    ),
    ("filtered", main { $0.accounts.filter = TextField("a") }),
    ("filtered-to-nothing", main { $0.accounts.filter = TextField("is:blocked") }),
    ("frozen", main { $0.mode.isFrozen = true }),
    ("read-only", main { $0.mode.isReadOnly = true }),
    ("demo", main { $0.mode.isDemo = true }),
    ("quiet", main { $0.mode.isQuiet = true }),
    (
      "refreshing",
      main { state in
        state.accounts.entries[2].progress = Progress("refreshing", startedAt: now - 0.5)
        state.accounts.entries[3].progress = Progress("refreshing", startedAt: now - 0.1)
      }
    ),
    (
      "slow",
      main { state in
        state.accounts.entries[2].progress = Progress(
          "signing in", startedAt: now - 14, isCancellable: true)
      }
    ),
    (
      "toast-good", main { $0.toast = TUI.Toast(.good, "home is the default account now", at: now) }
    ),
    (
      "toast-bad",
      main { $0.toast = TUI.Toast(.bad, "beta could not be read, R signs in again", at: now) }
    ),
    ("undo", main { $0.undo = UndoOffer(label: "lab", endsAt: now + 8) }),
    ("focus-detail", main { $0.focus = .detail }),
    ("focus-events", main { $0.focus = .events }),
    ("expanded-list", main { $0.isExpanded = true }),
    (
      "expanded-detail",
      main {
        $0.isExpanded = true; $0.focus = .detail
      }
    ),
    (
      "expanded-events",
      main {
        $0.isExpanded = true; $0.focus = .events
      }
    ),
    ("panel-log", main { $0.panel = .log }),
    (
      "panel-log-search",
      main {
        $0.panel = .log
        $0.events.search = TextField("fresh")
        $0.events.isSearching = true
      }
    ),
    (
      "panel-proxy",
      main {
        $0.panel = .proxy; $0.proxy.moves = [events[4]]
      }
    ),
    (
      "panel-proxy-off",
      main {
        $0.panel = .proxy; $0.proxy.service = nil
      }
    ),
    (
      "panel-proxy-given-up",
      main {
        $0.panel = .proxy; $0.proxy.service = nil
        $0.proxy.absence =
          "systemd gave up after 5 restarts; Cannot listen on 127.0.0.1:8318: it is taken"
      }
    ),
    (
      "panel-workspaces",
      main {
        $0.panel = .workspaces; $0.workspaces = workspaces
      }
    ),
    (
      "panel-workspaces-empty",
      main {
        $0.panel = .workspaces; $0.workspaces.entries = []
      }
    ),
    (
      "panel-settings",
      main {
        $0.panel = .settings; $0.settings = settings
      }
    ),
    (
      "panel-settings-edit",
      main {
        $0.panel = .settings
        $0.settings = settings
        $0.settings.selection = "codex.path"
        $0.settings.edit = TextField("/opt/codex")
      }
    ),
  ]

  private static let workspaces: WorkspacePanel = {
    var panel = WorkspacePanel()
    panel.entries = [
      .init(
        name: "codex-ws-acme-swop-20261124-153000", repository: "acme/swop", isRunning: true,
        status: "up 3 hours",
        account: "work-1"),
      .init(
        name: "site", repository: "acme/site", isRunning: false, status: "stopped 2 days ago",
        account: "home"),
      .init(
        name: "lab", isRunning: false, status: "stopped",
        progress: Progress("starting", startedAt: now - 1)),
    ]
    panel.selection = "codex-ws-acme-swop-20261124-153000"
    return panel
  }()

  private static let settings: SettingsPanel = {
    var panel = SettingsPanel()
    panel.entries = [
      .init(
        name: "strategy", value: "balanced", defaultValue: "most-left", source: "file",
        origin: "line 3", help: "How automatic choice orders the accounts that can be used",
        editing: .choices(["most-left", "reset-first", "balanced", "drain", "pinned"])),
      .init(
        name: "isolation", value: "relaxed", defaultValue: "relaxed", source: "default",
        help: "Isolation of sandboxes.", editing: .choices(["relaxed", "strict"])),
      .init(
        name: "codex.path", value: "", defaultValue: "", source: "default",
        help: "The codex binary to run.", editing: .typed(expectation: "a path, or none")),
      .init(
        name: "color", value: "never", defaultValue: "auto", source: "environment",
        origin: "NO_COLOR", help: "When to use colour.",
        editing: .choices(["auto", "always", "never"])),
    ]
    panel.selection = "strategy"
    return panel
  }()
}
