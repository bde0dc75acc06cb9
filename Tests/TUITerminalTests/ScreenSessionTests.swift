import EngineCore
import EnginePlatform
import TestSupport
import Testing

/// Each promise is played with a real shell on a pseudo-terminal: `Tests/Tools/screen-session`.
@Suite("The borrowed terminal", .serialized)
struct ScreenSessionTests {
  /// One session, with what it proves.
  struct Promise: CustomTestStringConvertible, Sendable {
    let session: String
    let type: String
    let testDescription: String

    init(_ session: String, _ sentence: String, on type: String = "xterm-256color") {
      self.session = session
      self.type = type
      testDescription = sentence
    }
  }

  private static let promises =
    ["xterm-256color", "tmux-256color", "screen", "linux"].map {
      Promise("start-and-quit", "a terminal of the type \($0) comes back as it was", on: $0)
    } + [
      Promise("keys", "every key arrives, a lone Esc too"),
      Promise("paste-and-unknown", "pasted text and unknown sequences are no keys"),
      Promise("mouse", "clicks, the wheel and the focus arrive"),
      Promise("resize-storm", "sixty sizes in a row end in a right picture"),
      Promise("child-and-back", "a child has the screen, its modes and standard error to itself"),
      Promise("child-interrupted", "Ctrl-C is the child's alone"),
      Promise("child-stopped", "a stopped child gives the screen back and goes on when asked"),
      Promise("child-breaks-modes", "modes that a child leaves behind are put right"),
      Promise("child-missing", "a program that is not there is no reason to end"),
      Promise("stop-key", "Ctrl-Z gives the shell its terminal, fg draws the new size"),
      Promise("stopped-from-outside", "a stop from outside is as good as Ctrl-Z"),
      Promise("crash", "a crash gives the terminal back first and then names its report"),
      Promise("terminated", "TERM gives the terminal back and ends with 143"),
      Promise("hung-up", "HUP gives the terminal back and ends with 129"),
      Promise("terminated-while-lent", "TERM ends a child that has the screen, then the program"),
      Promise("closed-terminal", "nothing lives on when the terminal is closed"),
      Promise("errors-go-to-the-log", "standard error never reaches the screen"),
      Promise("clipboard", "without a tool the terminal is asked to copy"),
      Promise("synchronised", "updates are bracketed where the terminal says that it knows them"),
      Promise("refused", "dumb, unknown and missing terminals are refused with a way out"),
      Promise("nothing-moves", "nothing is drawn and nothing computed while nothing happens"),
      Promise("in-tmux", "the same holds inside tmux"),
    ]

  @Test("is given back as it was", arguments: promises)
  func session(promise: Promise) async throws {
    let folder = try TemporaryFolder()
    let script = FilePath(#filePath).parent.parent / "Tools" / "screen-session"

    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: script,
        arguments: [
          Argument(Self.tool.text), Argument(folder.path.text), Argument(promise.session),
          Argument(promise.type),
        ], environment: ProcessEnvironment(["PATH": "/usr/local/bin:/usr/bin:/bin"])),
      limit: .seconds(300))

    #expect(
      String(decoding: output.standardOutput.reveal(), as: UTF8.self)
        == promise.session + ": as it should be\n")
  }

  /// The program that the sessions play with, built beside the tests.
  private static var tool: FilePath {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = FilePath(bundle)
    while folder.text.contains(".xctest") { folder = folder.parent }
    return folder / "swop-screen"
  }
}
