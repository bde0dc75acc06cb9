import Engine
import EngineCore
import EngineHTTP
import EnginePlatform

/// The only place where live things are created.
enum CompositionRoot {
  /// The environment of this process. Nothing is opened or started here: every command builds only what
  /// it needs.
  static func environment() -> CLIEnvironment {
    let variables = ThisProcess.environment
    let time = SystemTimeSource()
    let files = DiskFileSystem(recordingIn: (try? UserDirectories(environment: variables))?.root)
    var environment = CLIEnvironment(
      arguments: ThisProcess.arguments, variables: variables,
      folder: UserDirectories.currentFolder, output: sink(.output), errors: sink(.errors),
      input: source(.input),
      terminalSize: { StandardStream.output.terminalSize ?? StandardStream.errors.terminalSize },
      time: time, timeZone: .system, waitForInterrupt: waitForInterrupt,
      processes: PosixProcessRunner(), files: files,
      settingsStore: { try settingsStore(variables, files: files, time: time) },
      makeFleet: { try fleet($0, variables: variables, files: files, time: time) },
      makeCodexSearch: { try codexSearch(variables, files: files, time: time) },
      makeInstaller: { try installer(variables, files: files, time: time) },
      makeDoctor: { try doctor(variables, files: files, time: time) }, machine: ThisMachine(),
      openDashboard: { try await openDashboard($0) })
    environment.secrets = SecretInput(
      answer: UnseenInput.answer, lineOfDescriptor: UnseenInput.line)
    environment.userHome = { (try? UserDirectories(environment: variables))?.home }
    environment.requireSafeRoot = { try requireSafeRoot(variables, files: files) }
    environment.mendRoot = { mendRoot(variables, files: files, isTrial: $0) }
    return environment
  }

  static func fleet(
    _ settings: Settings, variables: ProcessEnvironment, files: DiskFileSystem,
    time: SystemTimeSource, processes: any ProcessRunner = PosixProcessRunner()
  ) throws -> Fleet {
    let directories = try UserDirectories(environment: variables)
    try files.createFolder(directories.root, mode: .privateFolder)
    TemporaryRecord.removeAbandoned(in: directories.root / "staging", files: files)
    return Fleet(
      FleetConfiguration(
        root: directories.root, userHome: directories.home, environment: variables,
        directory: UserDirectories.currentFolder, settings: settings,
        settingsSource: WatchedSettings(
          store: try settingsStore(variables, files: files, time: time), variables: variables,
          files: files, home: directories.home),
        addresses: try ServiceAddresses(environment: variables),
        ownExecutable: ThisProcess.executable, version: SwopVersion.current, timeZone: .system,
        files: files, time: time, random: SystemRandom(), processes: processes,
        background: PosixProcessRunner(), shield: PosixShield(),
        http: transport(variables),
        state: try StateDatabase(path: directories.root / "state.db"),
        log: LogFile(
          folder: directories.root / "log", level: try logLevel(variables), time: time,
          timeZone: .system),
        threads: CodexThreadIndex(), sealer: SodiumSealer(),
        giveBackMemory: ThisProcess.giveBackMemory))
  }

  /// What speaks to servers, made when it is first needed.
  static func transport(_ variables: ProcessEnvironment) -> LazyTransport {
    LazyTransport {
      CurlTransport(
        client: HTTPClient(on: try EventLoop(), settings: ClientSettings(environment: variables)))
    }
  }

  private static func logLevel(_ variables: ProcessEnvironment) throws(SettingsError) -> LogLevel {
    guard let text = variables.nonEmpty("SWOP_LOG") else { return .info }
    guard let level = LogLevel(setting: text) else {
      let levels = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw .wrongVariable(name: "SWOP_LOG", value: text, expected: "one of \(levels)")
    }
    return level
  }

  static func sink(_ stream: StandardStream) -> TextSink {
    StreamOutput(stream).sink
  }

  static func source(_ stream: StandardStream) -> TextSource {
    TextSource(
      isTerminal: stream.isTerminal, readAll: { stream.readAll(limit: $0) },
      readLine: { stream.readLine(limit: 4_096) },
      nextLine: { await stream.nextLine(limit: 16_384) })
  }

  private static func waitForInterrupt() async -> Bool {
    guard let watch = InterruptWatch() else { return false }
    defer { watch.stop() }
    return await watch.next() != nil
  }

  static func codexSearch(
    _ variables: ProcessEnvironment, files: DiskFileSystem, time: SystemTimeSource
  ) throws -> CodexSearch {
    CodexSearch(try check(variables, files: files, time: time))
  }

  /// What looks at a codex. Asking must not create anything, and a broken database only makes the answer
  /// slower.
  static func check(
    _ variables: ProcessEnvironment, files: DiskFileSystem, time: SystemTimeSource
  ) throws -> CodexCheck {
    let root = try UserDirectories(environment: variables).root
    let path = root / "state.db"
    let isTrusted = (try? requireSafeRoot(variables, files: files)) != nil
    let stored = isTrusted && files.exists(path) ? try? StateDatabase(path: path) : nil
    return CodexCheck(
      runner: PosixProcessRunner(), files: files, time: time,
      cache: try stored ?? StateDatabase.inMemory(), environment: variables,
      ownExecutable: ThisProcess.executable, probes: files.exists(root) ? root / "run" : nil)
  }

  static func settingsStore(
    _ variables: ProcessEnvironment, files: DiskFileSystem, time: SystemTimeSource
  ) throws -> SettingsStore {
    let root = try UserDirectories(environment: variables).root
    let locks = LockRoom(
      folder: root / "locks", files: files, time: time, process: PosixProcessRunner().current)
    return SettingsStore(root: root, files: files, locks: locks, time: time)
  }
}

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
    let fleet = { @Sendable () throws -> Fleet in
      let resolution = try SettingsResolution(
        file: settings.load(), environment: variables, home: directories.home)
      return try self.fleet(resolution.settings, variables: variables, files: files, time: time)
    }
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
        settleSignIns: { try await fleet().settleSignIns() },
        foreignPort: {
          guard let port = binding.boundPort, await services.isForeign(port) else { return nil }
          return port
        },
        exclusions: { try await fleet().exclusionsHere() }))
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

extension CompositionRoot {
  /// Refuses a root that other users could change, before anything in it is read or made.
  ///
  /// - Returns: What was mended on the way, one sentence each.
  /// - Throws: `RootPermissionError`.
  static func requireSafeRoot(
    _ variables: ProcessEnvironment, files: DiskFileSystem
  ) throws(RootPermissionError) -> [String] {
    guard let permissions = permissions(variables, files: files) else { return [] }
    return try permissions.check().compactMap { loose in
      // Others cannot reach it, so that a mode that stays as it is does no harm.
      guard (try? files.setMode(loose.path, loose.mode)) != nil else { return nil }
      return "\(loose.path) could be written by others; its mode is now \(loose.mode)."
    }
  }

  /// What `doctor --fix` does to a root that is refused.
  static func mendRoot(
    _ variables: ProcessEnvironment, files: DiskFileSystem, isTrial: Bool
  ) -> DoctorReport {
    guard let permissions = permissions(variables, files: files) else {
      return DoctorReport(checks: [.root], findings: [])
    }
    return RootMending(permissions, files: files, user: ThisMachine().currentUser)
      .mend(isTrial: isTrial)
  }

  /// Nil without a home: every command says so by itself.
  private static func permissions(
    _ variables: ProcessEnvironment, files: DiskFileSystem
  ) -> RootPermissions? {
    guard let directories = try? UserDirectories(environment: variables) else { return nil }
    return RootPermissions(
      layout: SandboxLayout(root: directories.root, sharedHome: directories.codexHome),
      files: files, caller: FileOwners(ThisMachine()))
  }
}

/// An HTTP transport that is built with the first request, so that commands which need none do not pay
/// for it.
actor LazyTransport: HTTPTransport {
  private let make: @Sendable () throws -> any HTTPTransport
  private var transport: (any HTTPTransport)?

  /// A transport that `make` builds.
  init(_ make: @escaping @Sendable () throws -> any HTTPTransport) {
    self.make = make
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await built().send(request)
  }

  private func built() throws(HTTPError) -> any HTTPTransport {
    if let transport { return transport }
    do {
      let new = try make()
      transport = new
      return new
    } catch {
      throw .unavailable(detail: (error as? any EngineError)?.message ?? "\(error)")
    }
  }
}
