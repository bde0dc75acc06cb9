import CLI
import EngineCore
import TestSupport
import Testing

@Suite("swop keys, and keys in the settings")
struct KeysCommandTests {
  @Test("keys are shown as the settings file changes them, and what it gets wrong is told")
  func shown() async throws {
    let rig = try Rig()
    try rig.settle("{ keys: {'account.delete': ['X'], search: 'none',\n 'account.ad': ['y']} }")

    let outcome = await rig.run("keys")
    let lines = outcome.output.split(separator: "\n").map {
      $0.split(separator: " ").prefix(3).joined(separator: " ")
    }

    #expect(outcome.status == 0)
    #expect(lines.contains("account.delete X list"))
    #expect(lines.contains("account.rename m F2"))
    #expect(lines.contains { $0.hasPrefix("search list,") })
    #expect(
      outcome.errors
        == "swop: keys.account.ad, line 2 of the settings file: unknown command. Did you mean account.add?\n"
    )
  }

  @Test("swop config changes keys, shows them and gives a command its own back")
  func changed() async throws {
    let rig = try Rig()

    let set = await rig.run("config", "set", "keys.account.delete", "X", "F8")
    let list = await rig.run("config", "list")
    let freed = await rig.run("config", "set", "keys.search", "none")
    let back = await rig.run("config", "set", "keys.account.delete", "--default")
    let keys = await rig.run("keys").output

    #expect(set == .init(status: 0, output: "keys.account.delete is X, F8.\n", errors: ""))
    #expect(list.output.contains("keys.account.delete"))
    #expect(freed.status == 0)
    #expect(back.status == 0)
    #expect(keys.contains("D d Delete"))
  }

  @Test(
    "a key that cannot be had is refused before the file is touched",
    arguments: [
      (["keys.account.delete", "a"], "a belongs to account.add there"),
      (["keys.account.delete", "Ctrl-C"], "Ctrl-C always belongs to app.quit"),
      (["keys.account.delete", "Ctrl-"], "“Ctrl-” is not a key"),
      (["keys.account.remove", "X"], "unknown command"),
    ])
  func refused(words: [String], clause: String) async throws {
    let rig = try Rig()
    try rig.settle("{}")

    let outcome = await rig.run((["config", "set"] + words).map { Argument($0) })

    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(clause))
    #expect(!outcome.errors.contains("line"))
    #expect(await rig.run("config", "list").output.contains("keys.") == false)
  }
}
