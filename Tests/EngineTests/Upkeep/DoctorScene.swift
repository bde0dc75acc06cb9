import EngineCore
import EnginePlatform
import TestSupport

@testable import Engine

/// A root in good order with two accounts, to be spoiled by tests.
struct DoctorScene {
  let folder: TemporaryFolder
  let files = DiskFileSystem()
  let time = ManualTimeSource()
  let layout: SandboxLayout
  let accounts: [Account]
  var machine: ScriptedMachine
  var environment: ProcessEnvironment
  var codexVersion = "0.163.0"
  var serverAhead: Double = 0
  var isOnTerminal = false
  var dashboardFaults: [ErrorReport] = []
  var proxySurrender: String?
  var settleSignIns: @Sendable () throws -> Void = {}

  init() async throws {
    folder = try TemporaryFolder()
    layout = SandboxLayout(root: folder / "root", sharedHome: folder / "home" / ".codex")
    machine = ScriptedMachine(currentUser: ThisMachine().currentUser)
    environment = ProcessEnvironment([
      "HOME": (folder / "home").text, "LANG": "C.UTF-8", "TERM": "xterm",
    ])
    try files.createFolder(layout.sharedHome, mode: .privateFolder)
    try files.replace(
      folder / "codex", with: Data("program".utf8), mode: FileMode(bits: 0o755))
    let locks = LockRoom(
      folder: layout.locks, files: files, time: time, process: PosixProcessRunner().current)
    let store = AccountStore(
      layout: layout, files: files, locks: locks, time: time, random: SeededRandom())
    let sandboxes = SandboxStore(layout: layout, files: files, locks: locks, time: time)
    try sandboxes.prepareRoot()
    var made: [Account] = []
    for name in ["work", "home"] {
      // Accounts are listed in the order of their seconds.
      time.advance(by: .seconds(1))
      let fixture = SignInFixture {
        $0.accountID = name
        $0.userID = "user-\(name)"
        $0.refreshToken = "refresh-\(name)"
      }
      let staging = try await store.beginStaging()
      try files.replace(staging.sandbox.signInFile, with: fixture.data, mode: .privateFile)
      let account = try await store.create(
        try Label(name), from: staging,
        signIn: SignInSummary(
          identity: .chatGPT(accountID: name, userID: "user-\(name)"), email: nil, plan: nil))
      _ = try await sandboxes.prepare(
        .account(account.key), mode: .relaxed, sharesHistory: true)
      made.append(account)
    }
    accounts = made
    _ = try StateDatabase(path: layout.database)
  }

  /// The doctor of this scene.
  var doctor: Doctor {
    let database = layout.database
    let (now, ahead, version) = (time.now(), serverAhead, codexVersion)
    let runner = DoctorProcesses(version: version)
    let locks = LockRoom(
      folder: layout.locks, files: files, time: time, process: runner.current)
    return Doctor(
      DoctorSurroundings(
        layout: layout, files: files, processes: runner, time: time, random: SeededRandom(),
        machine: machine, environment: environment.with("SWOP_CODEX_BIN", (folder / "codex").text),
        settings: SettingsStore(root: layout.root, files: files, locks: locks, time: time),
        openState: { try StateDatabase(path: database) },
        checkDatabase: { (path) throws(StoreError) in try DatabaseIntegrity.check(path) },
        rowsDatedAhead: { try StateDatabase(path: database).rowsDatedAhead(of: $0) },
        mendRowsDatedAhead: { try StateDatabase(path: database).mendRowsDatedAhead(of: $0) },
        threads: CodexThreadIndex(),
        search: CodexSearch(
          CodexCheck(
            runner: runner, files: files, time: time, cache: MemoryValueCache(),
            environment: environment, ownExecutable: nil)),
        http: ScriptedHTTPTransport { _ in
          let date = DoctorScene.httpDate(now + ahead)
          return .success(HTTPResponse(status: 401, headers: [HTTPField("Date", date)]))
        },
        clockAddress: "https://example.test", ownExecutable: folder / "swop",
        isOnTerminal: isOnTerminal, dashboardFaults: { [dashboardFaults] in dashboardFaults },
        proxySurrender: { [proxySurrender] in proxySurrender },
        settleSignIns: { [settleSignIns] in try settleSignIns() }))
  }

  /// Everything that is found, as `check: sentence` with the folder of the test left out.
  func found() async -> [String] { words(await doctor.examine()) }

  /// The findings of a report as text.
  func words(_ report: DoctorReport) -> [String] {
    report.findings.map { finding in
      let text = finding.found.replacing(folder.path.text, with: "")
      return "\(finding.severity.rawValue) \(finding.check.rawValue): \(text)"
    }
  }

  /// Changes one thing of this scene.
  func with(_ change: (inout DoctorScene) throws -> Void) rethrows -> DoctorScene {
    var copy = self
    try change(&copy)
    return copy
  }

  func sandbox(_ index: Int) -> SandboxFolder { layout.sandbox(accounts[index].key) }

  func write(_ path: FilePath, _ text: String, mode: FileMode = .privateFile) throws {
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: mode)
  }

  private static func httpDate(_ date: Date) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = ClockText.stamp(date).split { "-T:Z".contains($0) }.map(String.init)
    let month = months[(Int(parts[1]) ?? 1) - 1]
    return "Mon, \(parts[2]) \(month) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
  }
}

extension ProcessEnvironment {
  /// The same with one variable changed.
  func with(_ name: String, _ value: String?) -> ProcessEnvironment {
    var copy = self
    copy[name] = value
    return copy
  }
}

/// The processes of this machine, and a codex that only says its version.
struct DoctorProcesses: ProcessRunner {
  let version: String
  private let real = PosixProcessRunner()

  init(version: String) {
    self.version = version
  }

  func run(
    _ command: ProcessCommand, limit: Duration
  ) async throws(ProcessError) -> ProcessOutput {
    ProcessOutput(
      end: .exited(0), standardOutput: Array("codex-cli \(version)\n".utf8), standardError: [])
  }

  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    try real.start(command)
  }

  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    try await real.runInForeground(command, started: started)
  }

  func identity(of pid: Int32) -> ProcessIdentity? { real.identity(of: pid) }

  var current: ProcessIdentity { real.current }
}
