import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("What doctor names and leaves to people")
struct DoctorFindingTests {
  @Test("sign-ins that are missing, dead, another's, or shared")
  func signIns() async throws {
    let scene = try await DoctorScene()
    try scene.files.remove(scene.sandbox(0).signInFile)
    let fixture = SignInFixture {
      $0.accountID = "else"
      $0.userID = "somebody"
      $0.refreshToken = "shared"
    }
    try scene.files.replace(scene.sandbox(1).signInFile, with: fixture.data, mode: .privateFile)
    try scene.files.replace(
      scene.layout.sharedHome / "auth.json", with: fixture.data, mode: .privateFile)
    try StateDatabase(path: scene.layout.database).updateCondition(of: scene.accounts[1].id) {
      $0.expiredSince = Date(timeIntervalSince1970: 1)
      $0.expiredReason = "it was revoked"
    }

    let report = await scene.doctor.examine()

    #expect(
      scene.words(report).dropFirst() == [
        "problem identities: The sign-in of home is another person's or workspace's.",
        "warning identities: home shares its session with ~/.codex: the first to renew it signs "
          + "the other out.",
        "problem identities: The session of home has expired: it was revoked.",
      ])
    #expect(report.findings.map(\.check) == Array(repeating: .identities, count: 4))
    #expect(report.findings[0].found.contains("/root/accounts/work/codex/auth.json"))
    #expect(
      report.findings.map(\.remedy) == [
        "swop relogin work", "swop relogin home", "swop relogin home", "swop relogin home",
      ])
    #expect(await scene.doctor.mend(isTrial: false).failures == [])
  }

  @Test("what the dashboard cannot use of what people wrote for it")
  func dashboard() async throws {
    let fault = ErrorReport(code: "x", message: "A theme is wrong.", remedy: "swop themes check")
    let scene = try await DoctorScene().with { $0.dashboardFaults = [fault] }

    let report = await scene.doctor.examine()

    #expect(scene.words(report) == ["warning dashboard: A theme is wrong."])
    #expect(report.findings.map(\.remedy) == ["swop themes check"])
  }

  @Test("a sign-in that is a link, and a link that leads elsewhere")
  func links() async throws {
    let scene = try await DoctorScene()
    let other = scene.folder / "other.json"
    try scene.files.move(scene.sandbox(0).signInFile, to: other)
    try scene.files.createLink(scene.sandbox(0).signInFile, to: other)
    let link = scene.sandbox(1).codexHome / "prompts"
    try scene.files.remove(link)
    try scene.files.createLink(link, to: "/elsewhere")

    let found = await scene.found()

    #expect(found.count == 2)
    #expect(
      found[0].hasPrefix("problem sandboxes: The sign-in /root/accounts/work/codex/auth.json"))
    #expect(
      found[1]
        == "warning sandboxes: /root/accounts/home/codex/prompts leads to /elsewhere, not to "
        + "/home/.codex/prompts.")
  }

  @Test(
    "clocks that differ",
    arguments: [
      (0, []), (29, []),
      (-45, ["warning clock: The clock is 45s ahead of the server's."]),
      (600, ["problem clock: The clock is 10m behind the server's."]),
    ] as [(Double, [String])])
  func clock(ahead: Double, found: [String]) async throws {
    let scene = try await DoctorScene().with { $0.serverAhead = ahead }

    #expect(await scene.found() == found)
  }

  @Test("a codex that is too old, newer than tested, or lacks something")
  func codex() async throws {
    let scene = try await DoctorScene()

    let old = await scene.with { $0.codexVersion = "0.100.0" }.found()
    let new = await scene.with { $0.codexVersion = "9.0.0" }.found()
    let middle = await scene.with { $0.codexVersion = "0.155.0" }.found()

    #expect(
      old.count == 1 && old[0].hasPrefix("problem codex: The codex at /codex has version 0.100.0"))
    #expect(new.count == 1 && new[0].hasPrefix("note codex: codex 9.0.0 is newer than 0.163.0"))
    #expect(middle == ["note codex: Workspace routing needs codex 0.156."])
  }

  @Test("proxies, variables, terminals, ports and disks")
  func surroundings() async throws {
    let scene = try await DoctorScene().with {
      $0.environment["HTTPS_PROXY"] = "http://user:secret@proxy:3128"
      $0.environment["NO_PROXY"] = "intern.test"
      $0.environment["CODEX_API_KEY"] = "sk-secret"
      $0.environment["TERM"] = "dumb"
      $0.environment["LANG"] = "C"
      $0.machine.takenPorts = [1_455]
      $0.machine.free = 500_000_000
      $0.isOnTerminal = true
    }

    let report = await scene.doctor.examine()

    #expect(
      scene.words(report).map { String($0.prefix(40)) } == [
        "warning disk: The disk of /root has 500 ",
        "warning sign_in_port: A program listens ",
        "warning proxies: HTTPS_PROXY would take ",
        "note environment: CODEX_API_KEY is set; ",
        "warning terminal: TERM is dumb: the dash",
        "note terminal: The locale is not UTF-8: ",
      ])
    #expect(!"\(report)".contains("secret"))
    let covered = scene.with { $0.environment["no_proxy"] = "::1, localhost,127.0.0.1" }
    let withoutProxies = await covered.found()
    #expect(withoutProxies.count == 5)
  }

  @Test("settings that cannot be read, or say something strange")
  func settings() async throws {
    let scene = try await DoctorScene()
    try scene.write(scene.layout.settings, "{ strategie: 'x' }")
    let strange = await scene.found()
    try scene.write(scene.layout.settings, "{ strategy: ")
    let broken = await scene.found()

    #expect(strange.count == 1 && strange[0].hasPrefix("warning settings: "))
    #expect(broken.count == 1 && broken[0].hasPrefix("problem settings: "))
  }

  @Test("a service that is started no more, and why, unless its program is gone anyway")
  func surrender() async throws {
    let scene = try await DoctorScene().with {
      $0.proxySurrender = "systemd gave up after 5 restarts"
    }
    let unit = scene.folder / "home" / ".config" / "systemd" / "user" / "swop-proxy.service"
    let given = await scene.found()
    try scene.write(unit, "[Service]\nExecStart=\(scene.folder / "gone") proxy run\n")
    let gone = await scene.found()

    #expect(
      given == ["problem service: The proxy is not running: systemd gave up after 5 restarts."])
    #expect(
      gone == ["problem service: The service swop-proxy.service starts /gone, which is not there."])
  }

  @Test("a service that starts another program, or none")
  func service() async throws {
    let scene = try await DoctorScene()
    let unit = scene.folder / "home" / ".config" / "systemd" / "user" / "swop-proxy.service"
    try scene.write(scene.folder / "swop", "")
    try scene.write(unit, "[Service]\nExecStart=\"\(scene.folder / "swop")\" \"proxy\" \"run\"\n")
    let own = await scene.found()
    try scene.write(unit, "[Service]\nExecStart=\(scene.folder / "gone") proxy run\n")
    let gone = await scene.found()
    try scene.write(unit, "[Service]\nExecStart=\(scene.folder / "codex") proxy run\n")
    let other = await scene.found()

    #expect(own == [])
    #expect(
      gone == ["problem service: The service swop-proxy.service starts /gone, which is not there."])
    #expect(
      other == ["warning service: The service swop-proxy.service starts another swop: /codex."])
  }

  @Test("a service whose folder moved away")
  func serviceRoot() async throws {
    let scene = try await DoctorScene()
    let unit = scene.folder / "home" / ".config" / "systemd" / "user" / "swop-proxy.service"
    try scene.write(scene.folder / "swop", "")
    func text(_ root: FilePath) -> String {
      "[Service]\nEnvironment=\"SWOP_ROOT=\(root)\"\nExecStart=\"\(scene.folder / "swop")\" \"proxy\"\n"
    }
    try scene.write(unit, text(scene.layout.root))
    let own = await scene.found()
    try scene.write(unit, text(scene.folder / "h1/.swop"))
    let moved = await scene.found()

    #expect(own == [])
    #expect(
      moved == [
        "problem service: The service swop-proxy.service uses the folder /h1/.swop, which is not there."
      ])
  }

  @Test("an agent of launchd that starts another program, or none")
  func agent() async throws {
    let scene = try await DoctorScene()
    let agent = scene.folder / "home" / "Library" / "LaunchAgents" / "swop-proxy.plist"
    func list(_ program: String) -> String {
      "<dict><key>Label</key><string>swop-proxy</string><key>ProgramArguments</key>\n<array>\n"
        + "<string>\(scene.folder / program)</string><string>proxy</string></array></dict>"
    }
    try scene.write(scene.folder / "swop", "")
    try scene.write(scene.folder / "a&b", "")
    try scene.write(agent, list("swop"))
    let own = await scene.found()
    try scene.write(agent, list("gone"))
    let gone = await scene.found()
    try scene.write(agent, list("a&amp;b"))
    let other = await scene.found()

    #expect(own == [])
    #expect(
      gone == [
        "problem service: The service swop-proxy.plist starts /gone, which is not there."
      ])
    #expect(
      other == ["warning service: The service swop-proxy.plist starts another swop: /a&b."])
  }

  @Test("a lock that someone holds for long")
  func locks() async throws {
    let scene = try await DoctorScene()
    let lock = try #require(
      try LockRoom(
        folder: scene.layout.locks, files: scene.files, time: scene.time,
        process: PosixProcessRunner().current
      ).tryAcquire(.history, purpose: "setting up"))
    #expect(await scene.found() == [])
    scene.time.advance(by: .seconds(700))

    let found = await scene.found()

    lock.release()
    let pid = PosixProcessRunner().current.pid
    #expect(found == ["warning locks: Process \(pid) has held history.lock for 11m: setting up."])
  }

  @Test("nothing at all is not a problem")
  func nothing() async throws {
    let scene = try await DoctorScene()
    try scene.files.removeTree(scene.layout.root)

    #expect(await scene.found() == ["note root: /root does not exist yet."])
  }
}
