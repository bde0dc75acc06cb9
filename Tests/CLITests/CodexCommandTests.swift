import CLI
import EngineCore
import Testing

@testable import Engine

@Suite("swop codex")
struct CodexCommandTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var line: [String]
    var account = ""
    var choice = AccountChoice.usual
    var rotation = RotationWish.asConfigured
    var arguments: [String] = []
    var binary: FilePath?
    var testDescription: String { (account + " " + line.joined(separator: " ")) }
  }

  static let cases: [Case] = [
    Case(line: []),
    Case(line: ["exec", "--json", "-"], arguments: ["exec", "--json", "-"]),
    Case(
      line: ["--account", "lab", "-c", "x=1"], choice: .exactly(label: "lab"), rotation: .refused,
      arguments: ["-c", "x=1"]),
    Case(
      line: ["resume"], account: "lab", choice: .exactly(label: "lab"), rotation: .refused,
      arguments: ["resume"]),
    Case(line: ["--auto"], account: "lab", choice: .automatic(nil)),
    Case(
      line: ["--auto", "--strategy", "drain"], choice: .automatic(.drain)),
    Case(
      line: ["--account", "a"], account: "lab", choice: .exactly(label: "a"), rotation: .refused),
    Case(line: ["--rotate"], rotation: .wanted),
    Case(line: ["--rotate=required"], rotation: .required),
    Case(line: ["--no-rotate"], rotation: .refused),
    Case(line: ["--auto", "--rotate"], choice: .automatic(nil), rotation: .wanted),
    Case(line: ["--codex-bin", "bin/codex"], binary: "/here/bin/codex"),
    Case(
      line: ["--codex-bin=/opt/codex", "--", "--help"], arguments: ["--help"], binary: "/opt/codex"),
    Case(line: ["--version"], arguments: ["--version"]),
  ]

  @Test("asks for the run that was meant", arguments: cases)
  func requests(_ test: Case) async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, variables: ["SWOP_ACCOUNT": test.account])

    let outcome = await rig.run((["codex"] + test.line).map { Argument($0) })

    let request = try #require(fleet.requests.first)
    #expect(request.choice == test.choice)
    #expect(request.rotation == test.rotation)
    #expect(request.arguments == test.arguments.map { Argument($0) })
    #expect(request.codexBinary == test.binary)
    #expect(outcome == .init(status: 0, output: "", errors: "swop: using work-1 (5h 64% left)\n"))
  }

  @Test("arguments of any bytes reach codex unchanged")
  func bytes() async throws {
    let fleet = ScriptedFleet()
    let strange = Argument(bytes: [0xFF, 0x80, 0x0A])

    _ = await (try Rig(fleet)).run(["codex", "exec", strange, "--account"])

    #expect(fleet.requests.first?.arguments == ["exec", strange, "--account"])
  }

  @Test(
    "wishes that exclude each other are usage errors, and nothing runs",
    arguments: [
      (["--account", "a", "--auto"], "", "--account and --auto cannot be used together."),
      (["--account", "a", "--rotate"], "", "--account and --rotate cannot be used together."),
      (["--rotate", "--no-rotate"], "", "--rotate and --no-rotate cannot be used together."),
      (["--rotate"], "lab", "SWOP_ACCOUNT and --rotate cannot be used together."),
      (["--strategy", "drain"], "", "swop codex needs --auto with --strategy."),
    ])
  func conflicts(line: [String], account: String, message: String) async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, variables: ["SWOP_ACCOUNT": account])

    let outcome = await rig.run((["codex"] + line).map { Argument($0) })

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swop: \(message)\n"))
    #expect(fleet.calls == [])
  }

  @Test(
    "codex's own end comes back, a signal as 128 and its number",
    arguments: [
      (ProcessEnd.exited(0), Int32(0)), (.exited(3), 3), (.exited(255), 255), (.signalled(9), 137),
    ])
  func ends(end: ProcessEnd, status: Int32) async throws {
    let rig = try Rig(ScriptedFleet(.init(end: end)))

    #expect(await rig.run("codex", "exec").status == status)
  }

  @Test("a session that has expired ends with 4 and names the way on")
  func expired() async throws {
    let rig = try Rig(ScriptedFleet(.init(end: .exited(1), expired: true)))

    let outcome = await rig.run("codex", "exec")

    #expect(outcome.status == 4)
    #expect(outcome.errors.hasSuffix("Sign in again: swop relogin work-1\n"))
  }

  @Test(
    "on a terminal it asks before it signs in again; without one it never asks",
    arguments: [
      (true, "", "no"), (true, "\u{20}", "browser"), (true, "Y", "browser"),
      (true, "yes", "browser"), (true, "c", "device"), (true, "n", "no"), (true, "what", "no"),
      (false, "y", "no"),
    ])
  func asks(terminal: Bool, answer: String, expected: String) async throws {
    let fleet = ScriptedFleet(.init(asks: true))
    let rig = try Rig(fleet, terminal: terminal, input: answer, variables: ["NO_COLOR": "1"])

    let outcome = await rig.run("codex")

    #expect(fleet.calls == ["run", "answer \(expected)"])
    #expect(outcome.errors.contains("Sign in again now? ") == terminal)
  }

  @Test("its own help is swop's, and shows how to reach codex's")
  func help() async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet)).run("codex", "--help")

    #expect(outcome.output.contains("swop codex -- --help\n      see codex's own help"))
    #expect(fleet.calls == [])
  }
}
