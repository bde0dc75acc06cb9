import Engine
import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

@testable import CLI

/// The command line in memory: what goes in, what comes out.
struct Rig {
  /// What a command did.
  struct Outcome: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  var environment: CLIEnvironment
  let time: ManualTimeSource
  let folder: TemporaryFolder
  let processes: ScriptedProcessRunner
  private let output = Transcript()
  private let errors = Transcript()

  /// A rig with an engine, a UTF-8 locale, no terminal and a fixed clock.
  init(
    _ fleet: any FleetDoor = ScriptedFleet(), terminal: Bool = false, width: Int = 80,
    input: String = "", variables: [String: String] = [:],
    processes: ScriptedProcessRunner = ScriptedProcessRunner(),
    waitForInterrupt: @escaping @Sendable () async -> Bool = Self.never
  ) throws {
    folder = try TemporaryFolder()
    time = ManualTimeSource(.fixed)
    self.processes = processes
    let base = ["LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": folder.path.text]
    let lines = LineBox(input.split(separator: "\n").map(String.init))
    environment = CLIEnvironment(
      arguments: [], variables: ProcessEnvironment(base.merging(variables) { $1 }),
      folder: "/here", output: output.sink(isTerminal: terminal),
      errors: errors.sink(isTerminal: terminal),
      input: TextSource(
        isTerminal: terminal,
        readAll: { input.utf8.count <= $0 ? Array(input.utf8) : nil },
        readLine: { lines.next() }),
      terminalSize: { terminal ? (width, 24) : nil }, time: time,
      timeZone: .gmt,
      waitForInterrupt: waitForInterrupt,
      processes: processes, files: DiskFileSystem(),
      settingsStore: Self.settings(in: folder, time), makeFleet: { _ in fleet },
      makeCodexSearch: { [processes, time, variables] in
        CodexSearch(
          CodexCheck(
            runner: processes, files: DiskFileSystem(), time: time, cache: EmptyCache(),
            environment: ProcessEnvironment(variables), ownExecutable: nil))
      },
      makeInstaller: RigUpkeep.installer(in: folder.path, processes, time, variables),
      makeDoctor: RigUpkeep.doctor(in: folder.path, processes, time, variables),
      machine: ScriptedMachine(currentUser: ThisMachine().currentUser))
  }

  /// No one presses Ctrl-C.
  static func never() async -> Bool {
    let never = AsyncStream<Never> { _ in }
    for await _ in never {}
    return false
  }

  /// Runs a command line.
  func run(_ words: String...) async -> Outcome {
    await run(words.map { Argument($0) })
  }

  /// Runs a command line of any bytes.
  func run(_ arguments: [Argument]) async -> Outcome {
    var environment = environment
    environment.arguments = arguments
    let status = await SwopCommand.run(in: environment)
    return Outcome(status: status, output: output.take(), errors: errors.take())
  }

  /// What was written so far, without ending the command.
  var written: String { output.text }

  /// Messages written so far.
  var said: String { errors.text }

  /// What a person types where nothing typed is shown, one answer a question.
  mutating func answer(_ answers: String...) {
    let lines = LineBox(answers)
    environment.secrets.answer = { [errors = environment.errors] question in
      errors.write(question)
      return lines.next().map { Redacted($0) }
    }
  }

  /// Writes the settings file.
  func settle(_ text: String) throws {
    try DiskFileSystem().replace(
      folder / "config.json", with: Data(text.utf8), mode: .privateFile)
  }

  private static func settings(
    in folder: TemporaryFolder, _ time: ManualTimeSource
  ) -> @Sendable () throws -> SettingsStore {
    let locks = LockRoom(
      folder: folder / "locks", files: DiskFileSystem(), time: time,
      process: ProcessIdentity(pid: 1, startTicks: 1))
    return {
      SettingsStore(root: folder.path, files: DiskFileSystem(), locks: locks, time: time)
    }
  }
}

/// Text that was written.
final class Transcript: Sendable {
  private let stored = Mutex("")

  var text: String { stored.withLock { $0 } }

  func take() -> String {
    stored.withLock { text in
      defer { text = "" }
      return text
    }
  }

  func sink(isTerminal: Bool) -> TextSink {
    TextSink(isTerminal: isTerminal) { [self] text in stored.withLock { $0 += text } }
  }
}

/// Lines that are read one after another.
final class LineBox: Sendable {
  private let lines: Mutex<[String]>

  init(_ lines: [String]) {
    self.lines = Mutex(lines)
  }

  func next() -> String? {
    lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// A cache that keeps nothing.
struct EmptyCache: ValueCache {
  func cached(_ name: String, maximumAge: Double?, now: Date) throws(StoreError) -> String? { nil }

  func setCached(_ name: String, _ value: String?, now: Date) throws(StoreError) {}
}

/// The installer and the doctor of a rig, on its folder.
enum RigUpkeep {
  static func installer(
    in root: FilePath, _ processes: ScriptedProcessRunner, _ time: ManualTimeSource,
    _ variables: [String: String]
  ) -> @Sendable () throws -> CodexInstaller {
    {
      CodexInstaller(
        folder: root / "bin", files: DiskFileSystem(), runner: processes, random: SeededRandom(),
        locks: locks(in: root, time), environment: ProcessEnvironment(variables),
        check: check(processes, time, variables))
    }
  }

  static func doctor(
    in root: FilePath, _ processes: ScriptedProcessRunner, _ time: ManualTimeSource,
    _ variables: [String: String]
  ) -> @Sendable () throws -> Doctor {
    {
      let files = DiskFileSystem()
      let state = try StateDatabase.inMemory()
      return Doctor(
        DoctorSurroundings(
          layout: SandboxLayout(root: root, sharedHome: root / "home" / ".codex"), files: files,
          processes: processes, time: time, random: SeededRandom(),
          machine: ScriptedMachine(currentUser: ThisMachine().currentUser),
          environment: ProcessEnvironment(variables),
          settings: SettingsStore(
            root: root, files: files, locks: locks(in: root, time), time: time),
          openState: { state }, checkDatabase: { _ in }, threads: CodexThreadIndex(),
          search: CodexSearch(check(processes, time, variables)),
          http: ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 204)) },
          clockAddress: "https://example.test", ownExecutable: nil, isOnTerminal: false))
    }
  }

  private static func locks(in root: FilePath, _ time: ManualTimeSource) -> LockRoom {
    LockRoom(
      folder: root / "locks", files: DiskFileSystem(), time: time,
      process: ProcessIdentity(pid: 1, startTicks: 1))
  }

  private static func check(
    _ processes: ScriptedProcessRunner, _ time: ManualTimeSource, _ variables: [String: String]
  ) -> CodexCheck {
    CodexCheck(
      runner: processes, files: DiskFileSystem(), time: time, cache: EmptyCache(),
      environment: ProcessEnvironment(variables), ownExecutable: nil)
  }
}
