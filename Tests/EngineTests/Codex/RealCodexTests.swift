import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("Signing in, reading and running with the real codex", .serialized, .timeLimit(.minutes(5)))
struct RealCodexTests {
  private let identity = Identity.chatGPT(
    accountID: StandinAccount("work").accountID, userID: "user-work")

  @Test("codex takes the session and the key that swop writes", arguments: RealCodex.versions)
  func acceptedFiles(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      #expect(try await scene.status(["login", "status"]) == 1)
      try await scene.putSession()
      #expect(try await scene.status(["login", "status"]) == 0)
      try AuthFile(apiKey: Redacted("sk-1")).write(to: scene.home.authFile, files: scene.files)
      #expect(try await scene.status(["login", "status"]) == 0)
    }
  }

  @Test(
    "the app-server says whose session it is and reads its quota", arguments: RealCodex.versions)
  func accountAndQuota(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      #expect(try await scene.withAppServer { try await $0.account(refreshing: false) } == .none)
      try await scene.putSession()

      let (account, quota) = try await scene.withAppServer { server in
        (try await server.account(refreshing: false), try await server.quota())
      }

      #expect(account == .chatGPT(email: "work@standin.test", plan: Plan("plus")))
      #expect(quota.windows.map(\.name) == ["5h", "week"])
      #expect(quota.windows.map(\.usedPercent) == [12, 30])
      #expect(quota.plan == Plan("plus"))
      #expect(await scene.server.standin.counters.refreshes.isEmpty)
    }
  }

  @Test(
    "a renewing look spends one rotation and shows a dead session", arguments: RealCodex.versions)
  func renewingLook(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      try await scene.putSession()
      let before = try await scene.stored()

      let alive = try await scene.withAppServer { try await $0.account(refreshing: true) }
      let after = try await scene.stored()
      await scene.server.standin.update { state, _ in
        state.signOut("work")
      }
      let dead = try await scene.withAppServer { try await $0.account(refreshing: true) }

      #expect(alive == .chatGPT(email: "work@standin.test", plan: Plan("plus")))
      #expect(after.credentialFingerprint != before.credentialFingerprint)
      #expect(after.isSameAccount(as: before))
      #expect(await scene.server.standin.counters.refreshes == ["work": 1])
      #expect(dead == .none)
    }
  }

  @Test("a sign-in by code ends with a session in the staging home", arguments: RealCodex.versions)
  func byCode(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      let steps = StepList()

      let result = try await scene.signIn.throughCodex(byCode: true, in: scene.home) {
        steps.add($0)
      }

      #expect(result.file.chatGPTIdentity == identity)
      #expect(try await scene.stored() == result.file)
      let (code, link) = try #require(steps.code)
      #expect(link.hasPrefix(scene.server.issuerURL + "/codex/device"))
      #expect(!code.isEmpty)
      #expect(steps.all.last == .finishing)
      #expect(await scene.server.standin.counters.revocations == 0)
    }
  }

  @Test("a cancelled or denied sign-in by code leaves no session", arguments: RealCodex.versions)
  func withoutSuccess(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      await scene.server.standin.update { state, _ in state.settings.approvesDeviceAtPoll = nil }
      let steps = StepList()
      let (signIn, home) = (scene.signIn, scene.home)
      let task = Task {
        try await signIn.throughCodex(byCode: true, in: home) { steps.add($0) }
      }
      await steps.waitForFirst()
      task.cancel()
      await #expect(throws: SignInError.cancelled) { try await task.value }
      await scene.server.standin.update { state, _ in
        state.settings.approvesDeviceAtPoll = 1
        state.settings.deniesSignIn = true
      }

      await #expect(throws: SignInError.self) {
        try await signIn.throughCodex(byCode: true, in: home) { _ in }
      }

      #expect(!scene.files.exists(home.authFile))
    }
  }

  @Test(
    "a sign-in in the browser ends with a session in the staging home",
    arguments: ["0.163.0", "0.156.0"])
  func inBrowser(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      let runner = scene.runner

      let result = try await scene.signIn.throughCodex(byCode: false, in: scene.home) { step in
        guard case .openLink(let link) = step else { return }
        // The browser: it follows the server's redirects to codex's own callback address.
        let browser = ProcessCommand(
          executable: "/usr/bin/curl",
          arguments: ["-sL", "--noproxy", "*", "-o", "/dev/null", Argument(link)],
          environment: ProcessEnvironment())
        _ = try? await runner.run(browser, limit: .seconds(20))
      }

      #expect(result.file.chatGPTIdentity == identity)
      #expect(await scene.server.standin.counters.revocations == 0)
    }
  }

  @Test(
    "codex signs in with the file of an access token that swop writes",
    arguments: RealCodex.versions)
  func accessToken(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      let token = try #require(
        await scene.server.standin.update { state, _ in state.accessToken(of: "work") })
      try AuthFile(accessToken: token).write(to: scene.home.authFile, files: scene.files)

      var environment = scene.home.environment
      environment["CODEX_AUTHAPI_BASE_URL"] = scene.server.issuerURL + "/api/accounts"
      let home = CodexHome(
        binary: scene.home.binary, folder: scene.home.folder, environment: environment)
      let end = try await scene.runner.run(home.command(["login", "status"]), limit: .seconds(60))
        .end

      #expect(end == .exited(0))
      #expect(await scene.server.standin.entries.last?.endpoint == .whoAmI)
    }
  }

  @Test(
    "a browser elsewhere: the pasted address finishes the sign-in",
    arguments: ["0.163.0", "0.156.0"])
  func pastedAddress(version: String) async throws {
    try await RealCodexScene.with(version) { scene in
      let link = AsyncStream<String>.makeStream()
      let runner = scene.runner
      let signIn = SignIn(
        runner: runner, files: scene.files, time: scene.time, authBase: scene.server.issuerURL,
        http: LoopbackCurl(runner: runner))

      let result = try await signIn.throughCodex(
        byCode: false,
        pasted: { _ in
          // The browser elsewhere: it is redirected once, and cannot load what it ends on.
          guard let link = await link.stream.first(where: { _ in true }) else { return nil }
          return await LoopbackCurl(runner: runner).redirection(of: link).map { Redacted($0) }
        }, in: scene.home
      ) { step in
        if case .openAnywhere(let address) = step { link.continuation.yield(address) }
      }

      #expect(result.file.chatGPTIdentity == identity)
    }
  }

  @Test("the version is asked without leaving a trace on disk", arguments: RealCodex.versions)
  func version(version: String) async throws {
    let codex = try RealCodex(version: version)
    let folder = try TemporaryFolder()
    let environment = ProcessEnvironment(["HOME": folder.path.text, "PATH": "/nowhere"])
    let check = CodexCheck(
      runner: PosixProcessRunner(), files: DiskFileSystem(), time: SystemTimeSource(),
      cache: MemoryValueCache(), environment: environment, ownExecutable: nil)

    let binary = try await CodexSearch(check).resolve(
      CodexPlaces(option: codex.executable, environment: environment))

    #expect(binary.version.description == version)
    #expect(binary.form == .native)
    #expect(try DiskFileSystem().list(folder.path) == [])
  }

  private final class StepList: Sendable {
    private let stored = Mutex<[SignInStep]>([])
    private let first = AsyncStream<Void>.makeStream()
    var all: [SignInStep] { stored.withLock { $0 } }

    var code: (code: String, link: String)? {
      all.lazy.compactMap { step in
        if case .enterCode(let code, let link, _) = step { (code, link) } else { nil }
      }.first
    }

    func add(_ step: SignInStep) {
      stored.withLock { $0.append(step) }
      first.continuation.finish()
    }

    func waitForFirst() async {
      for await _ in first.stream {}
    }
  }
}
