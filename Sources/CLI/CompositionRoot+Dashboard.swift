import Engine
import EngineCore
import EnginePlatform
import TUI
import TUIKit
import TUITerminal

// The live things of the dashboard.
extension CompositionRoot {
  /// Opens the dashboard and returns its exit status when the user has left it.
  static func openDashboard(_ wish: DashboardWish) async throws -> Int32 {
    wish.isDemo
      ? try await openDemo(wish)
      : try await openDashboard(wish, variables: ThisProcess.environment)
  }

  /// Opens the dashboard in an environment.
  ///
  /// - Parameters:
  ///   - wish: what was asked for.
  ///   - variables: the environment of everything that is started and read.
  ///   - workspaces: other containers than those of this machine, nil for those.
  ///   - decorate: what stands before the engine; nothing, but for the demo.
  /// - Returns: 0, or 128 + n if signal n ended it.
  /// - Throws: `TerminalError` where no screen can be had; what opening the state throws.
  static func openDashboard(
    _ wish: DashboardWish, variables: ProcessEnvironment,
    workspaces: (any DashboardWorkspaces)? = nil,
    decorate: @escaping @Sendable (Fleet) -> any DashboardFleet = { $0 }
  ) async throws -> Int32 {
    _ = try TerminalProbe.check(variables)
    let directories = try UserDirectories(environment: variables)
    let files = DiskFileSystem(recordingIn: directories.root)
    let log = directories.root / "log"
    for folder in [directories.root, directories.root / "themes", log] {
      try files.createFolder(folder, mode: .privateFolder)
    }
    let session = RunSession()
    let keeper = try keeper(variables, files: files, session: session)
    var world = try world(
      variables, directories, files: files, keeper: keeper, session: session, decorate: decorate)
    if let workspaces { world.workspaces = workspaces }
    let state = firstState(wish, variables: variables)
    var options = TerminalOptions(variables: variables)
    options.errorLog = log / "dashboard-errors.log"
    options.crashReport = log / "crash.txt"
    // Anyone who only looks leaves everything as it is.
    let company = Task(name: "company") {
      let time = SystemTimeSource()
      // The first picture has the machine to itself.
      guard !wish.isReadOnly, (try? await time.sleep(for: .seconds(2))) != nil else { return }
      await Fleet.accompany(time) { try await keeper.fleet() }
    }
    let outcome = await ThreadWait.onOwnThread { [options, world] in
      Result { () throws(TerminalError) -> Int32 in
        let app = DashboardApp(world, view: DashboardView.draw)
        let terminal = NcursesTerminal(options)
        try app.run(on: terminal, from: state, themeWish: wish.theme)
        return terminal.endSignal.map { 128 + $0 } ?? 0
      }
    }
    company.cancel()
    await company.value
    return try outcome?.get() ?? 0
  }

  private static func firstState(
    _ wish: DashboardWish, variables: ProcessEnvironment
  ) -> DashboardState {
    var state = DashboardState(
      size: Size(columns: 80, rows: 24), now: SystemTimeSource().now(), timeZone: .system)
    state.mode = ScreenMode(
      isReadOnly: wish.isReadOnly, isQuiet: wish.isQuiet, isDemo: wish.isDemo)
    state.appearance = Appearance(
      profile: TerminalProbe.profile(wantsColor: wish.hasColor, variables: variables),
      isASCII: wish.isASCII)
    return state
  }

  private static func keeper(
    _ variables: ProcessEnvironment, files: DiskFileSystem, session: RunSession
  ) throws -> FleetKeeper {
    let time = SystemTimeSource()
    let store = try settingsStore(variables, files: files, time: time)
    return FleetKeeper {
      try fleet(
        SettingsResolution(
          file: store.load(), environment: variables,
          home: UserDirectories(environment: variables).home
        ).settings,
        variables: variables, files: files, time: time,
        processes: ForegroundRunner(base: PosixProcessRunner(), session: session))
    }
  }

  private static func world(
    _ variables: ProcessEnvironment, _ directories: UserDirectories, files: DiskFileSystem,
    keeper: FleetKeeper, session: RunSession,
    decorate: @escaping @Sendable (Fleet) -> any DashboardFleet
  ) throws -> DashboardWorld {
    let time = SystemTimeSource()
    let store = try settingsStore(variables, files: files, time: time)
    let state = try StateDatabase(path: directories.root / "state.db")
    let themes = DashboardThemes(folder: directories.root / "themes", files: files)
    let opener = BrowserOpener(environment())
    let folders = [directories.root, directories.root / "themes"]
    return DashboardWorld(
      fleet: { decorate(try await keeper.fleet()) }, time: time, random: SystemRandom(),
      home: directories.home.text, directory: UserDirectories.currentFolder, screens: state,
      settings: LiveSettings(store: store, variables: variables),
      workspaces: LiveWorkspaces { try await keeper.fleet().workspaces(on: nil) },
      proxy: {
        guard let fleet = try? await keeper.fleet() else { return ProxyPanel() }
        return await LiveProxy.panel(fleet, settings: fleet.settings)
      },
      themes: { themes.load() }, openLink: { await opener.open($0) },
      watch: { changed in
        let watch = FolderWatch(folders, changed: changed)
        return { watch?.stop() }
      },
      block: { body in ThreadWait.value(of: body) },
      console: LiveConsole(output: sink(.output), input: source(.input)), session: session)
  }
}
