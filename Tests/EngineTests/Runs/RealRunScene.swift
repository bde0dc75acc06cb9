import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

/// A root with one account whose codex is the real one and whose server is the stand-in.
final class RealRunScene: Sendable {
  let folder: TemporaryFolder
  let layout: SandboxLayout
  let files = DiskFileSystem()
  let time = SystemTimeSource()
  let runner: DetachedRunner
  let server: StandinServer
  let store: StateDatabase
  let registry: RunRegistry
  let launcher: RunLauncher
  let account: Account
  let order: RunOrder

  init(_ version: String) async throws {
    folder = try TemporaryFolder()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / "home/.codex")
    let standin = Standin(accounts: [StandinAccount("work")], time: time)
    server = try await StandinServer.start(standin, time: time)
    store = try StateDatabase(path: folder / "state.db")
    runner = DetachedRunner(note: folder / "note")
    let events = RecordingEventSink()
    registry = RunRegistry(store: store, runner: runner, time: time, events: events)
    let codex = try RealCodex(version: version)
    let wrapper = try Self.wrapper(of: codex.executable, in: folder, files)
    account = try await Self.account(standin)
    order = RunOrder(
      account: account,
      binary: CodexBinary(
        path: wrapper, realPath: wrapper, origin: .option, form: .script,
        version: try #require(CodexVersion(version))),
      arguments: ["exec", "--skip-git-repo-check", "hello"], directory: folder.path,
      inherited: ProcessEnvironment([
        "PATH": "/usr/bin:/bin", "HOME": (folder / "home").text, "TERM": "dumb",
      ]), chatGPTBaseURL: server.backendURL, authBaseURL: server.issuerURL)
    let locks = LockRoom(
      folder: layout.locks, files: files, time: time, process: runner.current)
    let sandboxes = SandboxStore(layout: layout, files: files, locks: locks, time: time)
    let layout = layout
    let tokens = TokenKeeper(
      TokenSurroundings(
        files: files, time: time, transport: StandinTransport(standin: standin), locks: locks,
        conditions: store, events: events), authBase: server.issuerURL
    ) { layout.sandbox($0.key).signInFile }
    let history = SharedHistory(
      layout: layout, files: files, locks: locks, index: CodexThreadIndex())
    launcher = RunLauncher(
      RunSurroundings(
        runner: runner, files: files, time: time, locks: locks, events: events,
        sandboxes: sandboxes, history: history, tokens: tokens, program: nil),
      registry: registry)
    try files.createFolder(folder / "home", mode: .privateFolder)
    try sandboxes.prepareRoot()
    try files.createFolder(home, mode: .privateFolder)
    try await signIn()
  }

  /// The account's `CODEX_HOME`.
  var home: FilePath { layout.sandbox(account.key).codexHome }

  /// Puts a fresh sign-in in place.
  func signIn() async throws {
    let tokens = await server.standin.update { state, now in
      // Afresh, for the sign-in of an account may be dead.
      state.add(StandinAccount("work"), at: now)
      return state.signIn("work", lifetimeSeconds: 3_600, at: now)
    }
    let file = try #require(tokens).authFile.reveal()
    try files.replace(home / "auth.json", with: file, mode: .privateFile)
  }

  /// Ends the sign-in at the server.
  func signOut() async {
    await server.standin.update { state, _ in state.signOut("work") }
  }

  private static func account(_ standin: Standin) async throws -> Account {
    let known = StandinAccount("work")
    let label = try Label("work")
    return Account(
      id: AccountID("id-work"), key: AccountKey(label: label, taken: []), label: label,
      createdAt: Date(),
      identity: .chatGPT(accountID: known.accountID, userID: known.userID))
  }

  /// Codex reads standard input and prints: here into files. A run starts once its note is taken.
  private static func wrapper(
    of codex: FilePath, in folder: TemporaryFolder, _ files: DiskFileSystem
  ) throws -> FilePath {
    let text = """
      #!/bin/sh
      case " $* " in *" app-server "* | *" --version "*) exec "\(codex)" "$@" ;; esac
      echo $$ > "\(folder.path)/note.new"; mv "\(folder.path)/note.new" "\(folder.path)/note"
      while [ -e "\(folder.path)/note" ]; do sleep 0.01; done
      exec "\(codex)" "$@" < /dev/null > "\(folder.path)/out" 2> "\(folder.path)/err"

      """
    try files.replace(folder / "codex", with: Data(text.utf8), mode: FileMode(bits: 0o700))
    return folder / "codex"
  }
}

/// Runs "foreground" children without a terminal: a test process may have only one on it at a time, and
/// tests run side by side. The child writes its number into a note and waits until that is taken: one that
/// fails at once would else be gone before it was seen.
struct DetachedRunner: ProcessRunner {
  let note: FilePath
  private let real = PosixProcessRunner()

  init(note: FilePath) {
    self.note = note
  }

  var current: ProcessIdentity { real.current }

  func run(_ command: ProcessCommand, limit: Duration) async throws(ProcessError) -> ProcessOutput {
    try await real.run(command, limit: limit)
  }

  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    try real.start(command)
  }

  func identity(of pid: Int32) -> ProcessIdentity? { real.identity(of: pid) }

  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    let files = DiskFileSystem()
    try? files.remove(note)
    let isOver = Flag()
    async let output = Self.run(command, by: real, setting: isOver)
    var child: ProcessIdentity?
    while child == nil && !isOver.isSet {
      let text = (try? files.read(note)).map { String(decoding: $0, as: UTF8.self) }
      child = text.flatMap { Int32($0.filter(\.isNumber)) }.flatMap { identity(of: $0) }
      await Task.yield()
    }
    if let child { started(child) }
    try? files.remove(note)
    do {
      return try await output.end
    } catch let error as ProcessError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }

  private static func run(
    _ command: ProcessCommand, by real: PosixProcessRunner, setting isOver: Flag
  ) async throws -> ProcessOutput {
    defer { isOver.set() }
    return try await real.run(command, limit: .seconds(120))
  }
}
