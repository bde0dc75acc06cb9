// Over 300 lines: what a start, a stop and a report do in each condition of a service is one table of cases.

import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Starting, asking and stopping the service")
struct ServiceControlTests {
  private let scene: RotationScene

  init() throws {
    scene = try RotationScene()
  }

  @Test("whether it runs is told by its process and the moment that began, not by the number alone")
  func liveness() throws {
    let runner = PosixProcessRunner()
    let book = ServiceBook(run: scene.layout.run, files: scene.files, runner: runner)
    let me = runner.current

    #expect(book.last == nil && book.running == nil)
    try book.write(record(me))
    #expect(book.running == record(me))
    let reused = ProcessIdentity(pid: me.pid, startTicks: me.startTicks &+ 1)
    try book.write(record(reused))
    #expect(book.running == nil && book.last == record(reused))
    try scene.files.replace(book.path, with: Data("{\"ports\":".utf8), mode: .privateFile)
    #expect(book.last == nil)
  }

  @Test(
    "impossible ports are not a record",
    arguments: [(0, 4_712), (4_711, 0), (70_000, 1), (-1, 1)])
  func ports(provider: Int, backend: Int) throws {
    let book = ServiceBook(
      run: scene.layout.run, files: scene.files, runner: PosixProcessRunner())
    try book.write(record(PosixProcessRunner().current))
    let text = String(decoding: try scene.files.read(book.path), as: UTF8.self)
      .replacing("4711", with: "\(provider)").replacing("4712", with: "\(backend)")
    try scene.files.replace(book.path, with: Data(text.utf8), mode: .privateFile)

    #expect(book.last == nil)
  }

  @Test("asking changes nothing, and says that nothing runs")
  func askingNothing() async throws {
    let control = control(ScriptedProcessRunner())

    let report = try await control.report(token: nil)

    #expect(report == .stopped(because: nil))
    #expect(!scene.files.exists(scene.layout.root))
  }

  @Test("where systemd is, it gets the unit, starts it, and is asked to stop it")
  func systemd() async throws {
    let service = ProcessIdentity(pid: 777, startTicks: 5)
    let note = record(service, keeper: .systemd)
    let (run, files) = (scene.layout.run, scene.files)
    let runner = ManagerDouble { runner, words in
      // The service comes up and goes as the manager wants.
      if words.contains("enable") {
        try? ServiceBook(run: run, files: files, runner: runner).write(note)
      }
      if words.contains("--now") { runner.setAlive(service, words.contains("enable")) }
      return ""
    }
    let control = control(runner.processes, answer: 200)

    let started = try await control.start(
      token: { Redacted("t") }, port: nil,
      ports: [.scene], inBackground: false)
    let text = String(decoding: try scene.files.read(unit), as: UTF8.self)
    let again = try await control.start(
      token: { Redacted("t") }, port: nil,
      ports: [.scene], inBackground: false)
    let stopped = try await control.stop()

    #expect(started.record == note && !started.ranAlready && again.ranAlready)
    #expect(text.contains("ExecStart=\"/opt/swop\" \"proxy\" \"run\""))
    #expect(stopped?.record == note && stopped?.byForce == false)
    #expect(!scene.files.exists(unit))
    let name = ServiceControlTests.name(scene)
    let socket = name.replacing(".service", with: ".socket")
    #expect(!scene.files.exists(unit.parent / socket))
    #expect(
      runner.processes.arguments == [
        ["--user", "show", "--property=Version"], ["--user", "daemon-reload"],
        ["--user", "reset-failed", socket, name], ["--user", "enable", "--now", socket, name],
        ["--user", "disable", "--now", socket, name], ["--user", "daemon-reload"],
        ["--user", "reset-failed", socket, name],
      ])
  }

  @Test("a service that systemd cannot keep alive is taken back, with what it said this time")
  func endsAtOnce() async throws {
    let log = scene.layout.log / "proxy.log"
    try scene.files.createFolder(log.parent, mode: .privateFolder)
    try scene.files.replace(log, with: Data("swop: An old story.\n".utf8), mode: .privateFile)
    let runner = ManagerDouble { _, words in
      if words.contains("enable") {
        let said = "swop: An old story.\nswop: The port is taken.\nChoose another.\n"
        try? DiskFileSystem().replace(log, with: Data(said.utf8), mode: .privateFile)
      }
      return words.contains("show") ? "ActiveState=activating\nSubState=auto-restart\n" : ""
    }

    let error = await #expect(throws: RotationError.self) {
      try await control(runner.processes).start(
        token: { Redacted("t") }, port: nil,
        ports: [.scene], inBackground: false)
    }

    #expect(error == .didNotStart(detail: "The port is taken", log: log))
    #expect(!scene.files.exists(unit))
    #expect(runner.processes.arguments.contains { $0.contains("disable") })
  }

  @Test("when systemd has given up, asking says so, and why")
  func givenUp() async throws {
    let runner = ManagerDouble { _, _ in "ActiveState=failed\nSubState=failed\nNRestarts=5\n" }
    let control = control(runner.processes)
    for (file, text) in [
      (unit, ""),
      (scene.layout.log / "proxy.log", "swop: The port is taken.\nChoose another.\n"),
    ] {
      try scene.files.createFolder(file.parent, mode: .privateFolder)
      try scene.files.replace(file, with: Data(text.utf8), mode: .privateFile)
    }

    let report = try await control.report(token: nil)

    let reason = "systemd gave up after 5 restarts; The port is taken"
    #expect(report == .stopped(because: reason))
    #expect(await control.surrender() == reason)
  }

  @Test(
    "a service of another program, version or port gives way to the one that is started",
    arguments: [
      ("1", "/opt/old/swop", nil, true), ("0", "/opt/swop", nil, true),
      ("1", "/opt/swop", 5_000, true), ("1", "/opt/swop", 4_711, false),
    ] as [(String, FilePath, UInt16?, Bool)])
  func renewal(version: String, program: FilePath, port: UInt16?, givesWay: Bool) async throws {
    let (old, new) = (
      ProcessIdentity(pid: 777, startTicks: 5), ProcessIdentity(pid: 778, startTicks: 6)
    )
    let note = record(new)
    let (run, files) = (scene.layout.run, scene.files)
    let runner = ScriptedProcessRunner()
    runner.setAlive(old, true)
    let background = ScriptedBackground { _ in
      runner.setAlive(new, true)
      try? ServiceBook(run: run, files: files, runner: runner).write(note)
    }
    background.onEnd.withLock { $0 = { _ in runner.setAlive(old, false) } }
    let control = control(runner, background, answer: 200)
    let before = record(old, version: version, program: program)
    try control.book.write(before)

    let started = try await control.start(
      token: { Redacted("t") }, port: port,
      ports: [.scene], inBackground: true)

    #expect(started.record == (givesWay ? note : before) && started.ranAlready == !givesWay)
    #expect(background.ended.withLock { $0 } == (givesWay ? [false] : []))
  }

  @Test("what runs at someone's terminal is left alone")
  func foreground() async throws {
    let service = ProcessIdentity(pid: 777, startTicks: 5)
    let runner = ScriptedProcessRunner()
    runner.setAlive(service, true)
    let control = control(runner)
    try control.book.write(record(service, keeper: .foreground, version: "0"))

    let started = try await control.start(
      token: { Redacted("t") }, port: nil,
      ports: [.scene], inBackground: true)

    #expect(started.ranAlready)
  }

  @Test("systemd is found without the session's folder, as in a task of cron")
  func withoutSession() async throws {
    try scene.files.createFolder(scene.folder / "home", mode: .privateFolder)
    let owner = try #require(try scene.files.status(scene.folder / "home")).owner
    let runner = ManagerDouble { _, _ in "" }

    // Nothing comes up; what matters is how systemctl was called.
    _ = try? await control(runner.processes).start(
      token: { Redacted("t") }, port: nil,
      ports: [.scene], inBackground: false)

    #expect(
      Set(runner.processes.commands.map { $0.environment["XDG_RUNTIME_DIR"] })
        == ["/run/user/\(owner)"])
  }

  private var unit: FilePath {
    scene.folder / "home" / ".config" / "systemd" / "user" / Self.name(scene)
  }

  @Test("a service that does not end when asked is ended by force")
  func force() async throws {
    let service = ProcessIdentity(pid: 777, startTicks: 5)
    let runner = ScriptedProcessRunner()
    runner.setAlive(service, true)
    let background = ScriptedBackground { _ in }
    background.onEnd.withLock { $0 = { byForce in runner.setAlive(service, !byForce) } }
    let control = control(runner, background)
    try control.book.write(record(service))

    let stopped = try await control.stop()

    #expect(stopped?.byForce == true)
    #expect(background.ended.withLock { $0 } == [false, true])
    #expect(control.book.running == nil)
  }

  /// The unit of a root that is not the usual one.
  private static func name(_ scene: RotationScene) -> String {
    let unit = ServiceUnit(
      program: "/", root: scene.layout.root, log: "/", inherited: ProcessEnvironment())
    return unit.name(isUsualRoot: false) + ".service"
  }

  @Test("a service that never answers is not left behind, and its last words are told")
  func silent() async throws {
    let background = ScriptedBackground { log in
      try? DiskFileSystem().replace(
        log, with: Data("swop: The port 4711 is taken.\nChoose another.\n".utf8), mode: .privateFile
      )
    }
    let control = control(ScriptedProcessRunner(), background)

    let error = await #expect(throws: RotationError.self) {
      try await control.start(
        token: { Redacted("t") }, port: 4_711,
        ports: [.scene], inBackground: true)
    }

    #expect(
      error == .didNotStart(detail: "The port 4711 is taken", log: scene.layout.log / "proxy.log"))
    #expect(background.ended.withLock { $0 } == [true])
    #expect(
      background.words.withLock { $0 } == [
        "proxy", "run", "--keeper", "background", "--port", "4711",
      ])
  }

  private func control(
    _ runner: ScriptedProcessRunner,
    _ background: any BackgroundProcesses = NoBackgroundProcesses(), answer: Int? = nil
  ) -> ServiceControl {
    ServiceControl(
      ServiceParts(
        layout: scene.layout, files: scene.files, runner: runner, background: background,
        http: ScriptedHTTPTransport { _ in
          answer.map { .success(HTTPResponse(status: $0)) }
            ?? .failure(.unreachable(host: "127.0.0.1"))
        },
        time: EagerTimeSource(scene.time.now()), environment: ProcessEnvironment(),
        userHome: scene.folder / "home", program: "/opt/swop",
        version: "1"))
  }

  private func record(
    _ process: ProcessIdentity, keeper: ServiceKeeper = .background, version: String = "1",
    program: FilePath = "/opt/swop"
  ) -> ServiceRecord {
    ServiceRecord(
      process: process, version: version, program: program,
      ports: ServicePorts(provider: 4_711, backend: 4_712), keeper: keeper,
      startedAt: scene.time.now())
  }
}

/// Starts nothing, and keeps what it was told.
final class ScriptedBackground: BackgroundProcesses {
  let words = Mutex<[String]>([])
  let ended = Mutex<[Bool]>([])
  let onEnd = Mutex<@Sendable (Bool) -> Void>({ _ in })
  private let started: @Sendable (FilePath) -> Void

  init(started: @escaping @Sendable (FilePath) -> Void) {
    self.started = started
  }

  func startDetached(
    _ command: ProcessCommand, log: FilePath
  ) throws(ProcessError) -> ProcessIdentity {
    words.withLock { $0 = command.arguments.map(\.description) }
    started(log)
    return ProcessIdentity(pid: 999_999, startTicks: 7)
  }

  func end(_ process: ProcessIdentity, byForce: Bool) {
    ended.withLock { $0.append(byForce) }
    onEnd.withLock { $0 }(byForce)
  }
}

/// Lets a script know its own runner, which holds the script.
private final class Holder: Sendable {
  private struct Kept {
    weak var runner: ScriptedProcessRunner?
  }

  private let kept = Mutex(Kept())

  var runner: ScriptedProcessRunner? {
    get { kept.withLock { $0.runner } }
    set { kept.withLock { $0.runner = newValue } }
  }
}

/// A service manager that does what its commands say.
final class ManagerDouble: Sendable {
  let processes: ScriptedProcessRunner

  /// Takes what a command does, and what it prints.
  init(_ obey: @escaping @Sendable (ScriptedProcessRunner, [String]) -> String) {
    let holder = Holder()
    processes = ScriptedProcessRunner(run: { command in
      let text = holder.runner.map { obey($0, command.arguments.map(\.description)) } ?? ""
      return .success(
        ProcessOutput(end: .exited(0), standardOutput: Array(text.utf8), standardError: []))
    })
    holder.runner = processes
  }
}

extension ServicePorts {
  /// Ports that systemd is asked to hold.
  fileprivate static let scene = ServicePorts(provider: 20_000, backend: 20_001)
}
