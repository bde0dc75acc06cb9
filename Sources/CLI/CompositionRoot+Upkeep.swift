import Engine
import EngineCore
import EngineHTTP
import EnginePlatform

extension CompositionRoot {
  /// The doctor of the root that the environment names. It opens nothing by itself.
  static func doctor(
    _ variables: ProcessEnvironment, files: DiskFileSystem, time: SystemTimeSource
  ) throws -> Doctor {
    let directories = try UserDirectories(environment: variables)
    let settings = try settingsStore(variables, files: files, time: time)
    let layout = layout(directories, settings, variables)
    let addresses = try? ServiceAddresses(environment: variables)
    let (services, binding) = try proxyParts(layout, variables, files: files, time: time)
    return Doctor(
      DoctorSurroundings(
        layout: layout, files: files, processes: PosixProcessRunner(), time: time,
        random: SystemRandom(), machine: ThisMachine(), environment: variables,
        settings: settings,
        openState: { try StateDatabase(path: layout.database) },
        checkDatabase: { (path) throws(StoreError) in try DatabaseIntegrity.check(path) },
        salvageState: { try StateSalvage.copy(from: $0, to: $1) },
        rowsDatedAhead: { try StateDatabase(path: layout.database).rowsDatedAhead(of: $0) },
        mendRowsDatedAhead: { try StateDatabase(path: layout.database).mendRowsDatedAhead(of: $0) },
        threads: CodexThreadIndex(),
        search: CodexSearch(try check(variables, files: files, time: time)),
        http: transport(variables),
        clockAddress: addresses?.chatGPTOverride ?? "https://chatgpt.com/backend-api",
        ownExecutable: ThisProcess.executable, isOnTerminal: StandardStream.output.isTerminal,
        dashboardFaults: { DashboardFaults.all(settings, files: files) },
        proxySurrender: { await services.surrender() },
        settleSignIns: {
          let resolution = try SettingsResolution(
            file: settings.load(), environment: variables, home: directories.home)
          try await fleet(
            resolution.settings, variables: variables, files: files, time: time
          ).settleSignIns()
        },
        foreignPort: {
          guard let port = binding.boundPort, await services.isForeign(port) else { return nil }
          return port
        },
        exclusions: {
          let resolution = try SettingsResolution(
            file: settings.load(), environment: variables, home: directories.home)
          return try await fleet(
            resolution.settings, variables: variables, files: files, time: time
          ).exclusionsHere()
        }))
  }

  /// Where everything is. The doctor says by itself what is wrong with the settings.
  private static func layout(
    _ directories: UserDirectories, _ settings: SettingsStore, _ variables: ProcessEnvironment
  ) -> SandboxLayout {
    let named = try? SettingsResolution(
      file: settings.load(), environment: variables, home: directories.home
    ).settings.codexHome
    return SandboxLayout(
      root: directories.root, sharedHome: (named ?? nil) ?? directories.codexHome,
      userHome: directories.home)
  }

  /// What the doctor asks about the proxy: its service, and the desktop app's binding.
  private static func proxyParts(
    _ layout: SandboxLayout, _ variables: ProcessEnvironment, files: DiskFileSystem,
    time: SystemTimeSource
  ) throws -> (ServiceControl, AppBinding) {
    let services = ServiceControl(
      ServiceParts(
        layout: layout, files: files, runner: PosixProcessRunner(),
        background: PosixProcessRunner(), http: transport(variables), time: time,
        environment: variables, userHome: try UserDirectories(environment: variables).home,
        program: ThisProcess.executable,
        version: SwopVersion.current))
    // Only what the files say is asked of it.
    let binding = AppBinding(
      layout: layout, files: files,
      locks: LockRoom(
        folder: layout.locks, files: files, time: time, process: PosixProcessRunner().current),
      time: time,
      tokens: ClientTokens(
        store: try StateDatabase.inMemory(), random: SystemRandom(), time: time), check: nil)
    return (services, binding)
  }

  /// The installer of codex for the root that the environment names.
  static func installer(
    _ variables: ProcessEnvironment, files: DiskFileSystem, time: SystemTimeSource
  ) throws -> CodexInstaller {
    let root = try UserDirectories(environment: variables).root
    let runner = PosixProcessRunner()
    return CodexInstaller(
      folder: root / "bin", files: files, runner: runner, random: SystemRandom(),
      locks: LockRoom(
        folder: root / "locks", files: files, time: time, process: runner.current),
      environment: variables, check: try check(variables, files: files, time: time))
  }
}
