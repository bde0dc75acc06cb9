package import Engine
package import EngineCore
package import TUIKit

/// Everything the dashboard gets from the world.
package struct DashboardWorld: Sendable {
  /// The engine, recreated when the settings have changed.
  var fleet: @Sendable () async throws -> any DashboardFleet
  /// The clock.
  var time: any TimeSource
  /// Dice for the schedule.
  var random: any RandomSource
  /// The user's home folder, which is shown as `~`.
  var home: String
  /// The folder swop was started in.
  var directory: FilePath
  /// Where the screen's own state is kept.
  var screens: any ScreenStore
  /// The settings.
  var settings: any SettingsDoor
  /// The containers, nil if this swop has none.
  package var workspaces: (any DashboardWorkspaces)?
  /// The proxy as it is now.
  var proxy: @Sendable () async -> ProxyPanel
  /// Every theme there is now, and what is wrong with those that cannot be read.
  var themes: @Sendable () async -> (themes: [Theme], faults: [ErrorReport])
  /// Opens a link in a browser; whether there was a way.
  var openLink: @Sendable (String) async -> Bool
  /// Calls back whenever something of swop's changes on disk, until the returned closure is called.
  var watch: @Sendable (@escaping @Sendable () -> Void) -> @Sendable () -> Void
  /// Runs something in the pool and blocks this thread, which is none of the pool's, until it has ended.
  var block: @Sendable (@escaping @Sendable () async -> Void) -> Void
  /// The plain screen, while codex or a shell has the terminal.
  var console: any Console
  /// Where a run says that codex was stopped.
  var session: RunSession

  /// A world of its parts.
  package init(
    fleet: @escaping @Sendable () async throws -> any DashboardFleet, time: any TimeSource,
    random: any RandomSource, home: String, directory: FilePath, screens: any ScreenStore,
    settings: any SettingsDoor, workspaces: (any DashboardWorkspaces)? = nil,
    proxy: @escaping @Sendable () async -> ProxyPanel = { ProxyPanel() },
    themes: @escaping @Sendable () async -> (themes: [Theme], faults: [ErrorReport]),
    openLink: @escaping @Sendable (String) async -> Bool,
    watch: @escaping @Sendable (@escaping @Sendable () -> Void) -> @Sendable () -> Void,
    block: @escaping @Sendable (@escaping @Sendable () async -> Void) -> Void,
    console: any Console, session: RunSession = RunSession()
  ) {
    self.fleet = fleet
    self.time = time
    self.random = random
    self.home = home
    self.directory = directory
    self.screens = screens
    self.settings = settings
    self.workspaces = workspaces
    self.proxy = proxy
    self.themes = themes
    self.openLink = openLink
    self.watch = watch
    self.block = block
    self.console = console
    self.session = session
  }

  /// A path as people read it: the home folder is `~`.
  func shown(_ path: FilePath) -> String {
    guard !home.isEmpty, path.text == home || path.text.hasPrefix(home + "/") else {
      return path.text
    }
    return "~" + path.text.dropFirst(home.count)
  }

  /// A path as it was typed, the home folder filled in.
  func path(_ typed: String) -> FilePath {
    guard typed == "~" || typed.hasPrefix("~/") else { return FilePath(typed) }
    return FilePath(home + typed.dropFirst(1))
  }
}

/// The engine's one door as the dashboard sees it: behind it stands `Fleet`, or a test's own.
package protocol DashboardFleet: Sendable {
  /// All accounts as they are known now.
  func snapshot(refresh: Bool) async throws -> FleetSnapshot
  /// What automatic choice would take now.
  func ranking(strategy: Strategy?) async throws -> Ranking
  /// Everything that the screen shows, with the readings since a time.
  func overview(since: Date) async throws -> FleetOverview
  /// The label of an account now, nil if it is gone.
  func label(of id: AccountID) async throws -> String?
  /// Reads the quota of some accounts at once.
  func readQuota(of ids: Set<AccountID>, limit: Duration) async throws -> [AccountID:
    ReadingOutcome]
  /// Gives an account another label.
  func rename(label: String, to newLabel: String) async throws -> Account
  /// Switches an account on or off.
  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account
  /// Chooses or clears the default account.
  func setDefault(label: String?) async throws -> Account?
  /// Moves the sandbox to the trash with its sign-in.
  func remove(label: String, force: Bool) async throws -> TrashedAccount
  /// Brings an account back.
  func restore(label: String, as newLabel: String?) async throws -> Account
  /// Creates a sandbox and signs in.
  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Signs in again in place.
  func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Runs codex in the foreground.
  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome
  /// Events after a number, oldest first; nil gives the newest.
  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent]
  /// How large an account's sandbox is, in bytes.
  func sandboxSize(of id: AccountID) async throws -> Int64?
  /// The conversations that an account may go on with, the one used last first.
  func conversations(label: String?) async throws -> ConversationList
  /// Whose sign-in is in the user's own codex home, nil if there is none to adopt.
  func adoptableSignIn() async -> String?
  /// Waits for what must not be cut off when the process ends.
  func finish() async
}

extension Fleet: DashboardFleet {}

/// The containers as the dashboard lists and handles them.
package protocol DashboardWorkspaces: Sendable {
  /// All of them.
  func list() async throws -> [WorkspacePanel.Entry]

  /// Starts one.
  func start(_ name: String) async throws

  /// Stops one.
  func stop(_ name: String) async throws

  /// Opens a shell in one, on this terminal, and waits for its end.
  func shell(_ name: String) async throws
}

/// The settings as the dashboard reads and changes them.
package protocol SettingsDoor: Sendable {
  /// Every setting with its value, default and source.
  func entries() async throws -> [SettingsPanel.Entry]

  /// What the settings file says about keys.
  func keyChanges() async throws -> KeyChanges

  /// Changes one; nil goes back to the default.
  func change(_ name: String, to value: String?) async throws
}

/// The plain screen that stands under the dashboard, used while the terminal is lent.
package protocol Console: Sendable {
  /// Writes a line.
  func say(_ line: String)

  /// Waits for Enter.
  func waitForEnter()
}

/// Something that this dashboard was not given.
enum MissingDoor: EngineError, Hashable {
  /// Containers.
  case workspaces
  /// A run.
  case run

  var code: String {
    switch self {
    case .workspaces: "no_workspaces"
    case .run: "no_run"
    }
  }

  var message: String {
    switch self {
    case .workspaces: "This swop cannot reach containers."
    case .run: "The run ended before it started."
    }
  }

  var remedy: String? {
    switch self {
    case .workspaces: "Look at them in the shell: swop workspace ls"
    case .run: "Look at what happened: swop events"
    }
  }
}
