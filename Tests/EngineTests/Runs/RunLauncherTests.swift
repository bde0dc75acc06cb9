import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Running codex on an account")
struct RunLauncherTests {
  @Test("prepares the sandbox, says which account, registers the run and gives back codex's end")
  func success() async throws {
    let scene = try RunScene { _ in .success(.exited(7)) }
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(7), run: RunID(1), isExpired: false))
    #expect(listener.lines == ["codex runs on work (most left)."])
    #expect(listener.offers == [])
    #expect(try scene.ends() == [.exited(7)])
    #expect(scene.events.events.map(\.kind) == [.runStarted, .runEnded])
    #expect(
      try scene.files.linkTarget(scene.home / "sessions") == scene.layout.sharedHome / "sessions")
  }

  @Test("the run is in the register while codex lives, and its sandbox is not locked")
  func liveMeanwhile() async throws {
    let seen = Mutex<(runs: Int, isFree: Bool)>((0, false))
    let box = Box<RunScene>()
    let scene = try RunScene { _ in
      guard let scene = box.value else { return .success(.exited(99)) }
      let runs = (try? scene.registry.liveRuns().count) ?? -1
      let lock = try? scene.files.tryLock(scene.layout.locks / "sandbox.work.lock")
      seen.withLock { $0 = (runs, lock != nil) }
      lock?.release()
      return .success(.exited(0))
    }
    box.value = scene

    _ = try await scene.launcher.run(scene.order(), voice: RunListener().voice)

    #expect(seen.withLock { $0.runs } == 1)
    #expect(seen.withLock { $0.isFree })
    #expect(try scene.registry.liveRuns() == [])
    box.value = nil
  }

  private static func removeSignIn(_ command: ProcessCommand) -> Result<ProcessEnd, ProcessError> {
    let home = FilePath(command.environment["CODEX_HOME"] ?? "")
    try? DiskFileSystem().remove(home / "auth.json")
    return .success(.exited(1))
  }

  @Test("a sign-in that codex removes by a rule comes back, and the line of the rule is said")
  func removedByRule() async throws {
    let rule = ForcedSignIn.Rule(.workspaces(["other"]), place: "/c/config.toml:3")
    let scene = try RunScene(foreground: Self.removeSignIn, forced: rule)
    let before = try scene.files.read(scene.home / "auth.json")
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(1), run: RunID(1), isExpired: false))
    #expect(
      listener.lines.last
        == "codex removed the sign-in of work: /c/config.toml:3 allows only workspace other "
        + "(forced_chatgpt_workspace_id). swop put it back.")
    #expect(try scene.files.read(scene.home / "auth.json") == before)
    #expect(!scene.files.exists(scene.home / SignInGuard.name))
  }

  @Test("a sign-in that a logout took away stays away, with its second name")
  func removedByLogout() async throws {
    let scene = try RunScene(foreground: Self.removeSignIn)

    let run = try await scene.launcher.run(scene.order(), voice: RunListener().voice)

    #expect(run.isExpired)
    #expect(!scene.files.exists(scene.home / "auth.json"))
    #expect(!scene.files.exists(scene.home / SignInGuard.name))
  }

  @Test("while codex runs the sign-in has a second name; where it cannot, one line says so")
  func secondName() async throws {
    let seen = Mutex(false)
    let scene = try RunScene { command in
      let home = FilePath(command.environment["CODEX_HOME"] ?? "")
      let guards = SignInGuard(of: home / "auth.json", files: DiskFileSystem())
      seen.withLock { $0 = guards.isInPlace }
      return .success(.exited(0))
    }
    _ = try await scene.launcher.run(scene.order(), voice: RunListener().voice)
    #expect(seen.withLock { $0 })
    try scene.files.createFolder(scene.home / SignInGuard.name, mode: .privateFolder)
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run.end == .exited(0))
    #expect(listener.lines.filter { $0.contains("Nothing keeps the sign-in of work") }.count == 1)
  }

  @Test("a codex that cannot be started leaves no live run behind")
  func notStarted() async throws {
    let failure = ProcessError.notStarted(executable: "/opt/codex", reason: "gone")
    let scene = try RunScene { _ in .failure(failure) }

    await #expect(throws: failure) {
      try await scene.launcher.run(scene.order(), voice: RunListener().voice)
    }

    #expect(try scene.registry.liveRuns() == [])
    #expect(scene.events.events.last?.message == "codex on work did not start.")
  }

  @Test("a sandbox that is gone is not registered")
  func sandboxGone() async throws {
    let scene = try RunScene()
    try scene.files.removeTree(scene.layout.sandbox(scene.account.key).path)

    await #expect(throws: SandboxError.missing(path: scene.layout.sandbox(scene.account.key).path))
    {
      try await scene.launcher.run(scene.order(), voice: RunListener().voice)
    }

    #expect(try scene.ends() == [])
    #expect(scene.runner.commands.isEmpty)
  }

  @Test("a dead session found before the start is offered a sign-in; without one nothing starts")
  func signedOutBefore() async throws {
    let scene = try RunScene()
    try scene.files.remove(scene.home / "auth.json")

    await #expect(throws: CredentialError.missing(label: "work")) {
      try await scene.launcher.run(scene.order(), voice: RunListener().voice)
    }
    #expect(scene.runner.commands.isEmpty)

    let listener = RunListener {
      try scene.signIn(serial: 1)
      return true
    }
    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)
    #expect(run.end == .exited(0))
    #expect(listener.offers == ["work: it is not signed in"])
  }

  @Test("codex that fails for a dead session is run once more after a sign-in")
  func retried() async throws {
    let ends = Mutex<[ProcessEnd]>([.exited(1), .exited(0)])
    let scene = try RunScene { _ in .success(ends.withLock { $0.removeFirst() }) }
    let listener = RunListener {
      try scene.signIn(serial: 1)
      return true
    }

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(0), run: RunID(2), isExpired: false))
    #expect(listener.offers == ["work: the server refuses it"])
    #expect(try scene.ends() == [.exited(0), .exited(1)])
  }

  @Test("never more than once, even if it fails again")
  func retriedOnce() async throws {
    let scene = try RunScene { _ in .success(.exited(1)) }
    let listener = RunListener {
      try scene.signIn(serial: 1)
      return true
    }

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run.end == .exited(1))
    #expect(listener.offers.count == 1)
    #expect(try scene.ends().count == 2)
  }

  @Test("a session that is known to be dead is not tried again")
  func knownDead() async throws {
    let scene = try RunScene { _ in .success(.exited(1)) }
    let first = try await scene.launcher.run(scene.order(), voice: RunListener().voice)

    let listener = RunListener()
    await #expect(
      throws: CredentialError.expired(label: "work", reason: "its refresh token was revoked")
    ) { try await scene.launcher.run(scene.order(), voice: listener.voice) }

    #expect(first.isExpired)
    #expect(listener.offers == ["work: its refresh token was revoked"])
    #expect(try scene.ends().count == 1)
  }

  @Test("a session that was renewed before the start is not offered again when it dies as well")
  func offeredOnce() async throws {
    let scene = try RunScene { _ in .success(.exited(1)) }
    try scene.files.remove(scene.home / "auth.json")
    let listener = RunListener {
      try scene.signIn(serial: 1)
      return true
    }

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run.end == .exited(1) && run.isExpired)
    #expect(listener.offers == ["work: it is not signed in"])
    #expect(try scene.ends().count == 1)
  }

  @Test("without a sign-in codex's end comes back, marked as expired")
  func notRenewed() async throws {
    let scene = try RunScene { _ in .success(.exited(1)) }
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(1), run: RunID(1), isExpired: true))
    #expect(listener.offers.count == 1)
  }

  @Test("a failure with a session that lives is codex's own")
  func otherFailure() async throws {
    let scene = try RunScene(
      foreground: { _ in .success(.exited(1)) },
      tokenServer: { _ in
        let renewed = SignInFixture { $0.expiresAt = Date().timeIntervalSince1970 + 7_200 }
        let body =
          #"{"access_token":"\#(renewed.accessToken)","id_token":"\#(renewed.idToken)","#
          + #""refresh_token":"refresh-9"}"#
        return .success(HTTPResponse(status: 200, body: Data(body.utf8)))
      })
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run == LaunchedRun(end: .exited(1), run: RunID(1), isExpired: false))
    #expect(listener.offers == [])
    #expect(scene.transport.requests.count == 1)
  }

  @Test("work that was done is never done twice")
  func hadTurn() async throws {
    let box = Box<RunScene>()
    let scene = try RunScene { _ in
      guard let scene = box.value else { return .success(.exited(99)) }
      let day = scene.layout.sharedHome / "sessions/2026/11/20"
      let line = #"{"type":"response_item","payload":{"type":"message","role":"assistant"}}"#
      try? scene.files.createFolder(day, mode: .privateFolder)
      try? scene.files.replace(day / "rollout-x.jsonl", with: Data(line.utf8), mode: .privateFile)
      return .success(.exited(1))
    }
    box.value = scene
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(), voice: listener.voice)

    #expect(run.isExpired)
    #expect(listener.offers == [])
    box.value = nil
  }

  @Test("a run whose input was a pipe is not repeated")
  func pipe() async throws {
    let scene = try RunScene { _ in .success(.exited(1)) }
    let listener = RunListener()

    let run = try await scene.launcher.run(scene.order(canRepeat: false), voice: listener.voice)

    #expect(run.isExpired)
    #expect(listener.offers == [])
  }

  @Test("a root behind a link into the temporary folder is refused")
  func linkedRoot() async throws {
    let scene = try RunScene()
    var order = scene.order()
    let temporary = scene.folder / "elsewhere"
    try scene.files.createFolder(temporary, mode: .privateFolder)
    try scene.files.move(scene.layout.root, to: temporary / "root")
    try scene.files.createLink(scene.layout.root, to: temporary / "root")
    order.inherited["TMPDIR"] = temporary.text

    await #expect(throws: RunError.temporaryRoot(temporary / "root", temporary: temporary)) {
      try await scene.launcher.run(order, voice: RunListener().voice)
    }
  }

  /// Something that a script needs and that is made after it.
  private final class Box<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)
    var value: Value? {
      get { stored.withLock { $0 } }
      set { stored.withLock { $0 = newValue } }
    }
  }
}
