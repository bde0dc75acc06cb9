import Engine
import EngineCore
import Synchronization
import Testing

@testable import CLI

@Suite("Output that is lost")
struct LostOutputTests {
  private static let sentence = """
    swop: Standard output could not be written: no space left on device.
    Send the output somewhere else. What the command changed is kept; only its report is missing.

    """

  @Test(
    "every kind of output counts: text, JSON, help, version, completions, a change that was made",
    arguments: [
      ["status"], ["status", "--json"], ["status", "--format", "default"], ["--help"],
      ["status", "--help"], ["--version"], ["completions", "bash"], ["best", "--json"],
      ["rename", "work", "office"], ["enable", "work", "--json"], ["config", "list"], ["keys"],
      ["trash", "list"], ["history"], ["events", "--json"], ["proxy", "status"],
    ])
  func lost(words: [String]) async throws {
    var rig = try Rig()
    rig.environment.output = Self.full

    let outcome = await rig.run(words.map { Argument($0) })

    #expect(outcome == .init(status: 1, output: "", errors: Self.sentence))
  }

  @Test(
    "a watch ends when no one gets what it prints",
    arguments: [["status", "--watch"], ["events", "-f"]])
  func watch(words: [String]) async throws {
    var rig = try Rig()
    rig.environment.output = Self.full

    let outcome = await rig.run(words.map { Argument($0) })

    #expect(outcome == .init(status: 1, output: "", errors: Self.sentence))
  }

  @Test("a reader that has seen enough is not an error, and ends the command as SIGPIPE would")
  func readerGone() async throws {
    var rig = try Rig()
    rig.environment.output = Self.sink(.readerGone)

    let outcome = await rig.run("status", "--watch")

    #expect(outcome == .init(status: 141, output: "", errors: ""))
  }

  @Test("a command that failed keeps its own status")
  func failed() async throws {
    var rig = try Rig()
    rig.environment.output = Self.full

    let outcome = await rig.run("no-such-command", "--json")

    #expect(outcome.status == 2)
  }

  private static let full = sink(.refused(reason: "no space left on device"))

  /// Loses everything.
  private static func sink(_ error: OutputError) -> TextSink {
    let loss = Loss()
    return TextSink(
      isTerminal: false, write: { _ in loss.hasLost.withLock { $0 = true } },
      failure: { loss.hasLost.withLock { $0 } ? error : nil })
  }

  private final class Loss: Sendable {
    let hasLost = Mutex(false)
  }
}
