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
