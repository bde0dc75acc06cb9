package import EngineCore
package import TUIKit

/// Everything the dashboard gets from the world.
package struct DashboardWorld: Sendable {
  /// The engine, made anew when the settings have changed.
  package var fleet: @Sendable () async throws -> any DashboardFleet
  /// The clock.
  package var time: any TimeSource
  /// Dice for the schedule.
  package var random: any RandomSource
  /// The user's home folder, which is shown as `~`.
  package var home: String
  /// The folder swop was started in.
  package var directory: FilePath
  /// Where the screen's own state is kept.
  package var screens: any ScreenStore
  /// The settings.
  package var settings: any SettingsDoor
  /// The containers, nil if this swop has none.
  package var workspaces: (any DashboardWorkspaces)?
  /// The proxy as it is now.
  package var proxy: @Sendable () async -> ProxyPanel
  /// Every theme there is now, and what is wrong with those that cannot be read.
  package var themes: @Sendable () async -> (themes: [Theme], faults: [ErrorReport])
  /// Opens a link in a browser; whether there was a way.
  package var openLink: @Sendable (String) async -> Bool
  /// Calls back whenever something of swop's changes on disk, until the returned closure is called.
  package var watch: @Sendable (@escaping @Sendable () -> Void) -> @Sendable () -> Void
  /// Runs something in the pool and blocks this thread, which is none of the pool's, until it has ended.
  package var block: @Sendable (@escaping @Sendable () async -> Void) -> Void
  /// The plain screen, while codex or a shell has the terminal.
  package var console: any Console
  /// Where a run says that codex was stopped.
  package var session: RunSession

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
  package func shown(_ path: FilePath) -> String {
    guard !home.isEmpty, path.text == home || path.text.hasPrefix(home + "/") else {
      return path.text
    }
    return "~" + path.text.dropFirst(home.count)
  }

  /// A path as it was typed, the home folder filled in.
  package func path(_ typed: String) -> FilePath {
    guard typed == "~" || typed.hasPrefix("~/") else { return FilePath(typed) }
    return FilePath(home + typed.dropFirst(1))
  }
}
