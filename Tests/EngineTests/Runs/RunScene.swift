import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// Everything around a run, with a root of its own: real files, locks and database; scripted children and
/// network.
final class RunScene: Sendable {
  let folder: TemporaryFolder
  let layout: SandboxLayout
  let files = DiskFileSystem()
  let time = ManualTimeSource(Date())
  let events = RecordingEventSink()
  let store: StateDatabase
  let runner: ScriptedProcessRunner
  let transport: ScriptedHTTPTransport
  let registry: RunRegistry
  let launcher: RunLauncher
  let account: Account

  /// A scene with one account that is signed in.
  ///
  /// - Parameters:
  ///   - foreground: what codex does on the terminal.
  ///   - forced: the rule by which codex logs the account out.
  ///   - tokenServer: what the token server says.
  /// - Throws: what the folder, the database or the files throw.
  init(
    foreground: @escaping ScriptedProcessRunner.Foreground = { _ in .success(.exited(0)) },
    forced: ForcedSignIn.Rule? = nil,
    tokenServer: @escaping ScriptedHTTPTransport.Answer = { _ in .success(RunScene.refusal) }
  ) throws {
    folder = try TemporaryFolder()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / "shared")
    store = try StateDatabase.inMemory()
    transport = ScriptedHTTPTransport(tokenServer)
    runner = ScriptedProcessRunner(
      start: { _ in .success(RunScene.appServer()) }, foreground: foreground)
    registry = RunRegistry(store: store, runner: runner, time: time, events: events)
    account = try RunScene.account()
    let locks = LockRoom(
      folder: layout.locks, files: files, time: time, process: runner.current)
    let sandboxes = SandboxStore(layout: layout, files: files, locks: locks, time: time)
    let layout = layout
    let tokens = TokenKeeper(
      TokenSurroundings(
        files: files, time: time, transport: transport, locks: locks, conditions: store,
        events: events), authBase: "http://127.0.0.1:9"
    ) { layout.sandbox($0.key).signInFile }
    launcher = RunLauncher(
      RunSurroundings(
        runner: runner, files: files, time: time, locks: locks, events: events,
        sandboxes: sandboxes,
        history: SharedHistory(
          layout: layout, files: files, locks: locks, index: CodexThreadIndex()),
        tokens: tokens, program: nil, forced: { _ in forced }), registry: registry)
    try sandboxes.prepareRoot()
    try files.createFolder(home, mode: .privateFolder)
    try signIn()
  }

  /// The account's `CODEX_HOME`.
  var home: FilePath { layout.sandbox(account.key).codexHome }

  /// Puts a sign-in in place whose token has an hour left.
  func signIn(serial: Int = 0) throws {
    let end = time.now().timeIntervalSince1970 + 3_600
    let signIn = SignInFixture {
      $0.expiresAt = end
      $0.serial = serial
      $0.refreshToken = "refresh-\(serial)"
    }
    try files.replace(home / "auth.json", with: signIn.data, mode: .privateFile)
  }

  /// An order for the account.
  func order(
    _ arguments: [Argument] = ["exec", "hello"], version: CodexVersion = CodexVersion(0, 163, 0),
    mode: IsolationMode = .relaxed, canRepeat: Bool = true
  ) -> RunOrder {
    RunOrder(
      account: account, reason: "most left", binary: Self.binary(version), mode: mode,
      arguments: arguments, directory: folder.path,
      inherited: ProcessEnvironment(["PATH": "/usr/bin:/bin", "HOME": folder.path.text]),
      canRepeat: canRepeat)
  }

  /// What the database says of the newest runs.
  func ends() throws -> [ProcessEnd?] {
    try store.runs(since: nil, limit: 10).map(\.end)
  }

  static func binary(_ version: CodexVersion) -> CodexBinary {
    CodexBinary(
      path: "/opt/codex", realPath: "/opt/codex", origin: .option, form: .native, version: version)
  }

  static func account(_ label: String = "work") throws -> Account {
    let label = try Label(label)
    return Account(
      id: AccountID("id-\(label.text)"), key: AccountKey(label: label, taken: []), label: label,
      createdAt: Date(timeIntervalSince1970: 0),
      identity: .chatGPT(accountID: "account-1", userID: "user-ada"))
  }

  static var refusal: HTTPResponse {
    HTTPResponse(
      status: 401, body: Data(#"{"error":{"code":"refresh_token_invalidated"}}"#.utf8))
  }

  private static func appServer() -> ScriptedConversation {
    ScriptedConversation { line in
      line.contains("initialize\"") ? [#"{"id":1,"result":{}}"#, #"{"id":0,"result":{}}"#] : []
    }
  }
}

/// Listens to a run, and signs in when asked.
final class RunListener: Sendable {
  private let state = Mutex<(lines: [String], offers: [String])>(([], []))
  private let onOffer: @Sendable () throws -> Bool

  init(signIn: @escaping @Sendable () throws -> Bool = { false }) {
    onOffer = signIn
  }

  var lines: [String] { state.withLock { $0.lines } }
  var offers: [String] { state.withLock { $0.offers } }

  var voice: RunVoice {
    RunVoice(
      say: { line in self.state.withLock { $0.lines.append(line) } },
      renew: { account, reason in
        self.state.withLock { $0.offers.append("\(account.label.text): \(reason)") }
        return try self.onOffer()
      })
  }
}
