import Engine
import EngineCore
import EngineHTTP
import EnginePlatform
import EngineStandin
import TUI

// The demo's live things.
extension CompositionRoot {
  /// Opens the dashboard on sample accounts: a simulated backend on loopback, and everything on disk in a
  /// folder of its own, which goes with the demo. Nothing of the user's is read or written.
  /// Returns the dashboard's exit status.
  static func openDemo(_ wish: DashboardWish) async throws -> Int32 {
    let files = DiskFileSystem()
    let folders = try demoFolders(files)
    let folder = try folders.make()
    // A terminal that closes sends more than one signal; each but the first, which ends the dashboard,
    // waits until the folder is gone.
    let shield = PosixShield()
    shield.raise()
    defer {
      try? files.removeTree(folder)
      shield.lower()
    }
    folders.removeLeftovers()
    return try await openDemo(wish, in: folder, files)
  }

  private static func openDemo(
    _ wish: DashboardWish, in folder: FilePath, _ files: DiskFileSystem
  ) async throws -> Int32 {
    let time = SystemTimeSource()
    let standin = Standin(accounts: DemoSeeds.accounts, time: time)
    await standin.update { state, _ in state.settings.approvesDeviceAtPoll = 4 }
    let server = try await StandinServer.start(standin, time: time)
    let variables = demoVariables(folder, server)
    let codex = try? await codexSearch(variables, files: files, time: time)
      .resolve(CodexPlaces(option: nil, setting: nil, environment: variables))
    let hasCodex = codex != nil
    let demo: @Sendable (Fleet) -> DemoFleet = { base in
      DemoFleet(
        base: base, standin: standin, time: time, folder: folder, files: files,
        hasCodex: hasCodex)
    }
    let own = try fleet(Settings(), variables: variables, files: files, time: time)
    try await fill(demo(own), in: folder / "home/.swop", time: time)
    let http = LazyTransport { CurlTransport(client: HTTPClient(on: try EventLoop())) }
    let traffic = Task(name: "demo traffic") {
      await DemoTraffic(standin: standin, fleet: own, http: http, time: time).run()
    }
    let samples = SampleWorkspaces.sample(at: time.now())
    let outcome: Result<Int32, any Error>
    do {
      outcome = .success(
        try await openDashboard(
          wish, variables: variables, workspaces: LiveWorkspaces { samples },
          decorate: { demo($0) }))
    } catch {
      outcome = .failure(error)
    }
    traffic.cancel()
    await traffic.value
    await server.stop()
    return try outcome.get()
  }

  private static func demoFolders(_ files: DiskFileSystem) throws -> DemoFolders {
    let variables = ThisProcess.environment
    let home = try UserDirectories(environment: variables).home
    let named = variables.nonEmpty("XDG_CACHE_HOME").map { FilePath($0) }
    let cache = named?.isAbsolute == true ? named ?? home : home / ".cache"
    return DemoFolders(parent: cache / "swop", files: files, processes: PosixProcessRunner())
  }

  /// What everything in the demo sees: nothing of the user's but the terminal and the language.
  private static func demoVariables(
    _ folder: FilePath, _ server: StandinServer
  ) -> ProcessEnvironment {
    var variables = ProcessEnvironment()
    let kept = [
      "PATH", "TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SWOP_CODEX_BIN",
      "TERMINFO", "TERMINFO_DIRS", "DISPLAY", "WAYLAND_DISPLAY", "TMUX",
    ]
    for name in kept { variables[name] = ThisProcess.environment[name] }
    variables["HOME"] = (folder / "home").text
    variables["SWOP_ROOT"] = (folder / "home/.swop").text
    variables["SWOP_CHATGPT_BASE_URL"] = server.backendURL
    variables["SWOP_AUTH_BASE_URL"] = server.issuerURL
    return variables
  }

  /// Adds the samples through the engine's own commands, with a day behind them.
  private static func fill(
    _ fleet: DemoFleet, in root: FilePath, time: any TimeSource
  ) async throws {
    let state = try StateDatabase(path: root / "state.db")
    for (place, sample) in DemoSeeds.accounts.enumerated() {
      let file = try await fleet.file(of: sample.name)
      let account = try await fleet.base.add(
        label: sample.name, method: .importing(file), isolation: nil, copiesConfiguration: false,
        progress: { _ in })
      try? fleet.files.remove(file)
      for reading in DemoSeeds.history(of: sample, shift: place, until: time.now()) {
        try state.store(reading, for: account.id)
      }
      switch sample.name {
      case DemoSeeds.expired:
        let now = time.now()
        try state.updateCondition(of: account.id) { condition in
          condition.expiredSince = now
          condition.expiredReason = DemoSeeds.expiryReason
        }
      case DemoSeeds.inUse: try beginRun(on: account, state, time.now())
      default: break
      }
    }
    _ = try await fleet.setEnabled(false, label: DemoSeeds.off)
    _ = try await fleet.setDefault(label: DemoSeeds.inUse)
    let snapshot = try await fleet.snapshot(refresh: true)
    await fleet.standin.update { state, _ in state.signOut(DemoSeeds.expired) }
    for account in snapshot.accounts.map(\.account) where account.label.text == DemoSeeds.expired {
      state.record(
        EngineEvent(
          at: time.now(), kind: .accountExpired, about: account,
          message: "The session of \(account.label) has expired: \(DemoSeeds.expiryReason)."))
    }
  }

  /// A run that lives as long as this process: someone works on the account.
  private static func beginRun(on account: Account, _ state: StateDatabase, _ now: Date) throws {
    let process = PosixProcessRunner().current
    let run = try state.beginRun { id in
      RunRecord(
        id: id, account: account.id, label: account.label.text, owner: process,
        directory: "/srv/website", subcommand: nil, codexVersion: nil, startedAt: now)
    }
    try state.setProcess(process, of: run.id)
  }
}
