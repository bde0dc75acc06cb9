import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

/// Each promise is played with a real shell on a pseudo-terminal: `Tests/Tools/terminal-session`.
@Suite("A child in the foreground", .serialized)
struct ProcessForegroundTests {
  /// One session, with what it proves.
  struct Promise: CustomTestStringConvertible, Sendable {
    let session: String
    let testDescription: String

    init(_ session: String, _ sentence: String) {
      self.session = session
      testDescription = sentence
    }
  }

  private static let promises = [
    Promise("interrupt", "Ctrl-C reaches the child once, and the wrapper survives it"),
    Promise("interrupt-ends-child", "a child that dies of Ctrl-C comes back as 130"),
    Promise(
      "interrupt-answered", "how a child ends that answers Ctrl-C by leaving comes back, each time"),
    Promise("quit-key", "a child that dies of the quit key comes back as 131"),
    Promise("stop-key", "Ctrl-Z stops both, fg continues both, again and again"),
    Promise("child-stops-alone", "a child that stops itself stops the whole job"),
    Promise("child-stops-group", "a child that stops its group stops it once"),
    Promise("continued-alone", "continuing the wrapper continues the child"),
    Promise("stop-sent-to-tool", "a stop sent to the wrapper stops the child"),
    Promise("passed-on", "signals that a process sends are passed on, USR1, USR2 and WINCH too"),
    Promise("termination", "INT, QUIT, TERM and HUP end the child and come back as 128 and more"),
    Promise("stopped-child-terminates", "TERM ends a stopped job once it is continued"),
    Promise("child-killed", "a child that is killed comes back as 137"),
    Promise("statuses", "exit statuses come back unchanged"),
    Promise("window-size", "the child sees the terminal's new size"),
    Promise("modes-untouched", "the terminal's modes are left alone"),
    Promise("streams", "pipes, closed streams and further descriptors are inherited"),
    Promise("ignored-stays-ignored", "signals ignored outside stay ignored inside"),
    Promise("background", "a job in the background stops for input and comes back"),
    Promise("terminal-goes-away", "nothing survives a closed terminal"),
    Promise("wrapper-killed", "the child survives a killed wrapper"),
  ]

  @Test("behaves as if nothing stood between it and the shell", arguments: promises)
  func session(promise: Promise) async throws {
    let folder = try TemporaryFolder()
    let script = ProcessFixtures.testTools / "terminal-session"

    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: script,
        arguments: [
          Argument(ProcessFixtures.product("swop-foreground")), Argument(folder.path),
          Argument(promise.session),
        ], environment: ProcessFixtures.environment), limit: .seconds(120))

    #expect(ProcessFixtures.text(output) == promise.session + ": as it should be\n")
    #expect(output.end == .exited(0))
  }

  @Test("hundreds of children leave no descriptor and no zombie behind")
  func leaks() async throws {
    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: ProcessFixtures.product("swop-foreground"), arguments: ["--leaks"],
        environment: ProcessFixtures.environment), limit: .seconds(120))

    #expect(ProcessFixtures.text(output) == "250 ended, 0 descriptors more, 0 children left\n")
  }

  @Test("one child at a time; a failed start leaves room; a cancelled wait ends the child")
  func oneAtATime() async throws {
    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: ProcessFixtures.product("swop-foreground"), arguments: ["--one-at-a-time"],
        environment: ProcessFixtures.environment), limit: .seconds(120))

    #expect(
      ProcessFixtures.text(output) == """
        Cannot start /no/program: no such file.
        Cannot start /bin/sleep: another program has the terminal already.
        signalled(15), alive: false

        """)
  }
}
