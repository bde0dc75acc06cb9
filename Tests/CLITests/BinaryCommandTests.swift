import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import CLI

@Suite("swop binary")
struct BinaryCommandTests {
  private let folder: TemporaryFolder
  private let codex: FilePath

  init() throws {
    folder = try TemporaryFolder()
    codex = folder / "codex"
    try DiskFileSystem().replace(codex, with: Data([0x7F]), mode: FileMode(bits: 0o755))
  }

  @Test("prints the path of the codex that is used, and nothing else")
  func path() async throws {
    let rig = try rig(version: "codex-cli 0.163.0")

    #expect(await rig.run("binary") == .init(status: 0, output: "\(codex)\n", errors: ""))
  }

  @Test("a codex that is too old or missing ends with 5")
  func unusable() async throws {
    let old = try rig(version: "codex-cli 0.99.0")
    let none = try rig(version: "", variables: ["PATH": "/nowhere", "HOME": folder.path.text])

    let tooOld = await old.run("binary", "path")
    let missing = await none.run("binary", "check", "--codex-bin", "/nowhere/codex")

    #expect(tooOld.status == 5)
    #expect(tooOld.errors.hasPrefix("swop: The codex at \(codex) has version 0.99.0;"))
    #expect(missing.status == 5)
    #expect(
      missing.errors.contains("(named by --codex-bin) cannot be used: no such file."))
  }

  @Test("checks say what a version lacks")
  func check() async throws {
    let rig = try rig(version: "codex-cli 0.150.0")

    let outcome = await rig.run("binary", "check")

    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("codex 0.150.0 at \(codex) (on PATH).\n"))
    #expect(outcome.output.hasSuffix("Workspace routing needs codex 0.156.\n"))
  }

  @Test(
    "codex itself says whether it knows a flag, value or no value",
    arguments: [("--yes", true, Int32(0)), ("--needs-value", true, 0), ("--no", false, 1)])
  func supports(flag: String, known: Bool, status: Int32) async throws {
    let rig = try rig(version: "codex-cli 0.163.0")

    let outcome = await rig.run("binary", "check", "--supports", flag, "--json")

    #expect(outcome.status == status)
    #expect(outcome.output.contains(#""flag":"\#(flag)","supported":\#(known),"#))
  }

  @Test("says of a user of the machine what keeps that user from running codex")
  func user() async throws {
    var rig = try rig(version: "codex-cli 0.163.0")
    var machine = ScriptedMachine(currentUser: 0)
    machine.users = [
      MachineUser(name: "root", id: 0, groups: [0]),
      MachineUser(name: "daemon", id: 60_001, groups: [60_001]),
    ]
    rig.environment.machine = machine

    let root = await rig.run("binary", "check", "--user", "root")
    let daemon = await rig.run("binary", "check", "--user", "daemon", "--json")
    let nobody = await rig.run("binary", "check", "--user", "no-such-user")

    #expect(root.status == 0)
    #expect(root.output.hasSuffix("root can run it and write the sandboxes.\n"))
    #expect(daemon.status == 1)
    #expect(
      daemon.output.contains(#""obstacles":["daemon may not enter \#(folder.path) (mode 0700)"]"#))
    #expect(nobody.status == 2)
  }

  @Test(
    "what is not a flag is refused before codex is asked",
    arguments: ["exec", "--", "-", "--a=b", "--a b"])
  func notAFlag(text: String) async throws {
    #expect(await (try rig(version: "")).run("binary", "check", "--supports=\(text)").status == 2)
  }

  private func rig(version: String, variables: [String: String] = [:]) throws -> Rig {
    let processes = ScriptedProcessRunner(run: { command in
      let words = command.arguments.map(\.description)
      func end(_ status: Int32, _ output: String, _ errors: String = "") -> Result<
        ProcessOutput, ProcessError
      > {
        .success(
          ProcessOutput(
            end: .exited(status), standardOutput: Array(output.utf8),
            standardError: Array(errors.utf8)))
      }
      if words == ["--version"] { return end(0, version + "\n") }
      if words.contains("--yes") { return end(0, "Usage") }
      if words.contains("--needs-value") { return end(2, "", "error: a value is required") }
      if words.last == "--help", !words.contains("--no") {
        return end(0, "Usage")
      }
      return end(2, "", "error: unexpected argument '--no' found")
    })
    let base = ["PATH": folder.path.text]
    return try Rig(variables: base.merging(variables) { $1 }, processes: processes)
  }
}
