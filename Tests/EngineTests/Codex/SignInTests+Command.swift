import EngineCore
import TestSupport
import Testing

@testable import Engine

/// Where codex's own command signs in, because its app-server cannot.
extension SignInTests {
  @Test("falls back to the command where the app-server cannot be pointed elsewhere")
  func byCommand() async throws {
    let conversation = ScriptedConversation()
    for line in [
      "", "Welcome to Codex [v\u{1B}[90m0.144.4\u{1B}[0m]",
      "1. Open this link in your browser and sign in to your account",
      "   \u{1B}[94mhttp://127.0.0.1:9/codex/device\u{1B}[0m", "2. Enter this one-time code",
      "   \u{1B}[94mKHAX-8Q5WE\u{1B}[0m",
    ] { conversation.say(line) }
    let runner = ScriptedProcessRunner(start: { _ in .success(conversation) })
    let log = StepLog()

    let result = try await signIn(runner, authBase: "http://127.0.0.1:9")
      .throughCodex(byCode: true, in: home(CodexVersion(0, 144, 4))) { step in
        log.add(step)
        if step != .finishing {
          try? store()
          conversation.end()
        }
      }

    #expect(result.file.claims?.userID == "user-ada")
    #expect(
      log.steps == [
        .enterCode(
          code: "KHAX-8Q5WE", link: "http://127.0.0.1:9/codex/device",
          until: time.now().addingTimeInterval(900)),
        .finishing,
      ])
    #expect(
      runner.arguments.first?.suffix(4) == [
        "login", "--device-auth", "--experimental_issuer", "http://127.0.0.1:9",
      ])
    #expect(conversation.finishes == 1)
  }

  @Test("falls back to the command where the app-server knows no sign-in by code")
  func unknownMethod() async throws {
    let script = ScriptedAppServer([:])
    let server = script.conversation
    let command = ScriptedConversation()
    let runner = ScriptedProcessRunner(start: { started in
      .success(started.arguments.last == "app-server" ? server : command)
    })
    command.end()

    await #expect(throws: SignInError.notCompleted(reason: "codex login stored no sign-in")) {
      _ = try await signIn(runner).throughCodex(byCode: true, in: home()) { _ in }
    }

    #expect(runner.arguments.map(\.last) == ["app-server", "--device-auth"])
  }

  @Test("the command, too, can be cancelled and has fifteen minutes")
  func commandLimits() async throws {
    let (time, home) = (time, home(CodexVersion(0, 144, 4)))
    func begin() -> (ScriptedConversation, Task<SignInResult, any Error>) {
      let conversation = ScriptedConversation()
      let signIn = signIn(
        ScriptedProcessRunner(start: { _ in .success(conversation) }), authBase: "http://h")
      return (
        conversation, Task { try await signIn.throughCodex(byCode: true, in: home) { _ in } }
      )
    }

    let (first, cancelled) = begin()
    await time.waitForSleepers(1)
    cancelled.cancel()
    await #expect(throws: SignInError.cancelled) { try await cancelled.value }
    let (second, late) = begin()
    await time.waitForSleepers(1)
    time.advance(by: .seconds(900))
    await #expect(throws: SignInError.timedOut(minutes: 15)) { try await late.value }

    #expect((first.finishes, second.finishes) == (1, 1))
  }

  @Test("says that an old codex cannot sign in in a browser elsewhere")
  func oldBrowser() async throws {
    let runner = ScriptedProcessRunner()
    let version = CodexVersion(0, 144, 4)

    await #expect(
      throws: SignInError.unsupported(
        version: version, reason: "cannot sign in in a browser at SWOP_AUTH_BASE_URL")
    ) {
      _ = try await signIn(runner, authBase: "http://h")
        .throughCodex(byCode: false, in: home(version)) { _ in }
    }
    #expect(runner.commands.isEmpty)
  }
}
