import EngineCore
import TestSupport
import Testing

@testable import CLI
@testable import Engine

@Suite("A folder that others can change")
struct UnsafeRootTests {
  private func rig(_ settings: String = "{codex: {path: '/evil'}, color: 'always'}") throws -> Rig {
    var rig = try Rig(input: "")
    try rig.settle(settings)
    rig.environment.requireSafeRoot = {
      throw RootPermissionError.writable(path: "/home/ada", mode: FileMode(bits: 0o777))
    }
    rig.environment.mendRoot = { isTrial in
      let repair = DoctorRepair.setMode("/home/ada", FileMode(bits: 0o755))
      let finding = DoctorFinding(.root, .problem, "Others can write it.", repair: repair)
      return DoctorReport(checks: [.root], findings: isTrial ? [finding] : [], mended: [finding])
    }
    return rig
  }

  @Test(
    "stops every command before it reads anything",
    arguments: [
      "status", "add x --device-auth", "codex exec hi", "best", "doctor", "config get codex.path",
      "binary check", "binary path", "themes list", "keys", "config", "trash list", "proxy run",
      "rotation status", "sessions usage", "workspace ls", "import x", "debug bundle", "ui --demo",
    ])
  func refused(line: String) async throws {
    let rig = try rig()

    let outcome = await rig.run(line.split(separator: " ").map { Argument(String($0)) })

    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Other users can write /home/ada (mode 0777)"))
    #expect(outcome.errors.contains("chmod go-w /home/ada"))
    #expect(rig.processes.commands.isEmpty)
  }

  @Test("tells scripts the code")
  func json() async throws {
    let outcome = await (try rig()).run("status", "--json")

    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\"code\":\"unsafe_root\""))
  }

  @Test(
    "lets help, the version and completions pass",
    arguments: ["--version", "help", "status --help", "completions bash"])
  func passes(line: String) async throws {
    let outcome = await (try rig()).run(line.split(separator: " ").map { Argument(String($0)) })

    #expect(outcome.status == 0)
    // The colour of the settings is not obeyed.
    #expect(!outcome.output.contains("\u{1B}["))
  }

  @Test("lets doctor --fix mend modes and nothing else")
  func fix() async throws {
    let rig = try rig()

    let trial = await rig.run("doctor", "--fix", "--dry-run")
    let fixed = await rig.run("doctor", "--fix")

    #expect(trial.status == 1)
    #expect(trial.output.contains("would repair  set mode 0755 on /home/ada"))
    #expect(fixed.status == 0)
    #expect(fixed.output.contains("repaired  set mode 0755 on /home/ada"))
    #expect(rig.processes.commands.isEmpty)
  }

  @Test("lets binary check --user ask without running what the settings name")
  func check() async throws {
    var rig = try rig()
    var machine = ScriptedMachine(currentUser: 0)
    machine.users = [MachineUser(name: "ada", id: 1000, groups: [])]
    rig.environment.machine = machine

    let outcome = await rig.run("binary", "check", "--user", "ada")

    #expect(outcome.status == 5)
    #expect(!outcome.errors.contains("/evil"))
    #expect(rig.processes.commands.allSatisfy { $0.executable != "/evil" })
  }

  @Test("says what it mended on the way")
  func note() async throws {
    var rig = try Rig()
    rig.environment.requireSafeRoot = { ["/root/config.json could be written by others."] }

    let outcome = await rig.run("status")

    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("swop: /root/config.json could be written by others.\n"))
  }
}
