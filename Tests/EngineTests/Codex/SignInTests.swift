import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("SignIn")
struct SignInTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  let time = ManualTimeSource()

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let device: ScriptedAppServer.Answer = .result([
    "type": "chatgptDeviceCode", "loginId": "L", "verificationUrl": "https://a/codex/device",
    "userCode": "ABCD-12345",
  ])
  private static let browser: ScriptedAppServer.Answer = .result([
    "type": "chatgpt", "loginId": "L", "authUrl": "https://a/oauth/authorize?state=s",
  ])

  func signIn(_ runner: any ProcessRunner, authBase: String? = nil) -> SignIn {
    SignIn(runner: runner, files: files, time: time, authBase: authBase)
  }

  func home(_ version: CodexVersion = CodexVersion(0, 163, 0)) -> CodexHome {
    ScriptedAppServer.home(
      folder.path, version: version,
      environment: ProcessEnvironment(["CODEX_SQLITE_HOME": "/shared", "PATH": "/bin"]))
  }

  func store(_ session: SignInFixture = SignInFixture()) throws {
    try files.replace(folder / "auth.json", with: session.data, mode: .privateFile)
  }

  /// Runs a sign-in and, once a person has been told what to do, does `then`.
  private func run(
    _ script: ScriptedAppServer, byCode: Bool = true, log: StepLog = StepLog(),
    then: @escaping @Sendable () async throws -> Void
  ) async throws -> (result: SignInResult, steps: [SignInStep]) {
    let result = try await signIn(script.runner).throughCodex(byCode: byCode, in: home()) { step in
      log.add(step)
      if step != .finishing { try? await then() }
    }
    return (result, log.steps)
  }

  final class StepLog: Sendable {
    private let stored = Mutex<[SignInStep]>([])
    private let first = AsyncStream<Void>.makeStream()
    var steps: [SignInStep] { stored.withLock { $0 } }

    func add(_ step: SignInStep) {
      stored.withLock { $0.append(step) }
      first.continuation.finish()
    }

    /// Returns once the first step was told.
    func waitForStep() async {
      for await _ in first.stream {}
    }
  }

  private static let completed =
    #"{"method":"account/login/completed","params":{"loginId":"L","success":true,"error":null}}"#

  @Test("by code: shows link, code and time, and ends with the session that codex stored")
  func byCode() async throws {
    let script = ScriptedAppServer(["account/login/start": Self.device])

    let (result, steps) = try await run(script) {
      try store()
      script.conversation.say(#"{"method":"account/login/completed","params":{"loginId":"other"}}"#)
      script.conversation.say(Self.completed)
    }

    #expect(result.file == (try AuthFile(SignInFixture().data)))
    #expect(
      steps == [
        .enterCode(
          code: "ABCD-12345", link: "https://a/codex/device",
          until: time.now().addingTimeInterval(900)),
        .finishing,
      ])
    #expect(script.conversation.written.contains { $0.contains("chatgptDeviceCode") })
    #expect(script.conversation.finishes == 1)
    let environment = try #require(script.runner.commands.first).environment
    #expect(environment["CODEX_SQLITE_HOME"] == nil)
    #expect(environment["CODEX_HOME"] == folder.path.text)
    #expect(environment["CODEX_APP_SERVER_LOGIN_ISSUER"] == nil)
  }

  @Test("in the browser: shows the link only")
  func inBrowser() async throws {
    let script = ScriptedAppServer(["account/login/start": Self.browser])

    let (_, steps) = try await run(script, byCode: false) {
      try store()
      script.conversation.say(Self.completed)
    }

    #expect(steps == [.openLink("https://a/oauth/authorize?state=s"), .finishing])
  }

  @Test("a pasted address is sent to codex's own port only, after a wrong one was named")
  func pasted() async throws {
    let link =
      "https://a/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback&state=s"
    let script = ScriptedAppServer([
      "account/login/start": .result(["type": "chatgpt", "loginId": "L", "authUrl": .string(link)])
    ])
    let callback = "http://localhost:1455/auth/callback?code=c&state=s"
    let transport = ScriptedHTTPTransport { [files, folder] request in
      guard request.url == callback else { return .success(HTTPResponse(status: 200)) }
      try? files.replace(
        folder / "auth.json", with: SignInFixture().data, mode: .privateFile)
      script.conversation.say(Self.completed)
      let location = HTTPField("Location", "http://localhost:1455/success?x=y")
      return .success(HTTPResponse(status: 302, headers: [location]))
    }
    let problems = Mutex<[String?]>([])
    let answers = Mutex(["http://localhost:1455/auth/callback?code=c&state=other", callback])
    let signIn = SignIn(
      runner: script.runner, files: files, time: time, authBase: nil, http: transport)

    let result = try await signIn.throughCodex(
      byCode: false,
      pasted: { problem in
        problems.withLock { $0.append(problem) }
        return answers.withLock { Redacted($0.removeFirst()) }
      }, in: home()
    ) { step in
      if step != .finishing { #expect(step == .openAnywhere(link)) }
    }

    #expect(result.file == (try AuthFile(SignInFixture().data)))
    #expect(problems.withLock { $0.count } == 2)
    #expect(problems.withLock { $0.last??.contains("another sign-in") } == true)
    #expect(transport.requests.first?.url == callback)
    #expect(
      transport.requests.dropFirst().allSatisfy { $0.url == "http://localhost:1455/success?x=y" })
  }

  @Test("without an address to paste the sign-in is cancelled at codex and named")
  func nothingPasted() async throws {
    let link =
      "https://a/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback&state=s"
    let script = ScriptedAppServer([
      "account/login/start": .result(["type": "chatgpt", "loginId": "L", "authUrl": .string(link)]),
      "account/login/cancel": .result([:]),
    ])
    let signIn = SignIn(
      runner: script.runner, files: files, time: time, authBase: nil,
      http: ScriptedHTTPTransport([]))

    await #expect(throws: SignInError.notCompleted(reason: "no address was pasted")) {
      _ = try await signIn.throughCodex(byCode: false, pasted: { _ in nil }, in: home()) { _ in }
    }

    #expect(script.methods.contains("account/login/cancel"))
  }

  @Test("judges by the file: codex may say no and have signed in, or yes and have not")
  func judging() async throws {
    let script = ScriptedAppServer(["account/login/start": Self.device])
    let no =
      #"{"method":"account/login/completed","params":{"loginId":"L","success":false,"error":"#
      + #""Sign-in failed: access_denied https://x"}}"#
    let log = StepLog()
    await #expect(
      throws: SignInError.notCompleted(reason: "Sign-in failed: access_denied …")
    ) { _ = try await run(script, log: log) { script.conversation.say(no) } }
    #expect(!log.steps.contains(.finishing))

    let second = ScriptedAppServer(["account/login/start": Self.device])
    _ = try await run(second) {
      try store()
      second.conversation.say(no)
    }
    try files.remove(folder / "auth.json")

    let third = ScriptedAppServer(["account/login/start": Self.device])
    await #expect(throws: SignInError.notCompleted(reason: "codex stored no sign-in")) {
      _ = try await run(third) { third.conversation.say(Self.completed) }
    }
  }

  @Test("refuses a session that names no one, or cannot be renewed, or a folder that has one")
  func unfit() async throws {
    let script = ScriptedAppServer(["account/login/start": Self.device])
    await #expect(throws: SignInError.nameless) {
      _ = try await run(script) {
        try store(SignInFixture { $0.userID = "" })
        script.conversation.say(Self.completed)
      }
    }
    await #expect(throws: SignInError.self) { _ = try await run(script) {} }
    #expect(script.runner.commands.count == 1)
    try files.remove(folder / "auth.json")

    let second = ScriptedAppServer(["account/login/start": Self.device])
    await #expect(throws: SignInError.self) {
      _ = try await run(second) {
        try store(SignInFixture { $0.refreshToken = "" })
        second.conversation.say(Self.completed)
      }
    }
  }

  @Test("gives up after fifteen minutes, tells codex, and ends it")
  func timeLimit() async throws {
    let script = ScriptedAppServer([
      "account/login/start": Self.device, "account/login/cancel": .result([:]),
    ])
    let (time, log) = (time, StepLog())
    let task = Task { try await run(script, log: log) {} }
    await log.waitForStep()

    await time.waitForSleepers(1)
    time.advance(by: .seconds(900))

    await #expect(throws: SignInError.timedOut(minutes: 15)) { try await task.value }
    #expect(script.methods.last == "account/login/cancel")
    #expect(script.conversation.finishes == 1)
  }

  @Test("can be cancelled: codex is told and ended, and nothing counts as signed in")
  func cancelling() async throws {
    let script = ScriptedAppServer([
      "account/login/start": Self.device, "account/login/cancel": .result([:]),
    ])
    let log = StepLog()
    let task = Task { try await run(script, log: log) {} }
    await log.waitForStep()

    task.cancel()

    await #expect(throws: SignInError.cancelled) { try await task.value }
    #expect(script.methods.last == "account/login/cancel")
    #expect(script.conversation.finishes == 1)
  }

  @Test("names taken ports, an end of codex, and a refusal")
  func refusals() async throws {
    let taken = ScriptedAppServer([
      "account/login/start": .error(
        -32603, "failed to start login server: Port 127.0.0.1:1457 is already in use")
    ])
    await #expect(throws: SignInError.portTaken) {
      _ = try await run(taken, byCode: false) {}
    }
    #expect(taken.conversation.finishes == 1)
    let refused = ScriptedAppServer([
      "account/login/start": .error(-32603, "device code login is not enabled for this server")
    ])
    await #expect(
      throws: SignInError.notCompleted(reason: "device code login is not enabled for this server")
    ) { _ = try await run(refused) {} }
    let ended = ScriptedAppServer(["account/login/start": Self.device])
    await #expect(throws: SignInError.notCompleted(reason: "codex ended in the middle of it")) {
      _ = try await run(ended) { ended.conversation.end() }
    }
  }

  @Test(
    "shows no link that is none",
    arguments: ["", "javascript:alert(1)", "https://a/\u{1B}[31m", "https://a b", "file:///etc"])
  func badLink(link: String) async throws {
    let script = ScriptedAppServer([
      "account/login/start": .result(["loginId": "L", "authUrl": .string(link)])
    ])

    await #expect(
      throws: SignInError.appServer(.unreadable(method: "account/login/start"))
    ) { _ = try await run(script, byCode: false) {} }
  }

  @Test("takes an API key without codex, and without the white space around it")
  func key() throws {
    let runner = ScriptedProcessRunner()

    let result = try signIn(runner).withKey(Redacted("  sk-1\r\n"), into: folder.path)

    #expect(result.file == AuthFile(apiKey: Redacted("sk-1")))
    #expect(try AuthFile(try files.read(folder / "auth.json")) == result.file)
    #expect(try files.status(folder / "auth.json")?.mode == .privateFile)
    #expect(runner.commands.isEmpty)
    for bad in ["", " \n", "sk 1", "sk\u{0}", "sk-é", String(repeating: "k", count: 4_097)] {
      #expect(throws: SignInError.badKey) {
        try signIn(runner).withKey(Redacted(bad), into: folder.path)
      }
    }
  }
}
