import EngineCodex
import EngineKernel
import EngineStandin
import EngineSystem
import TestSupport
import Testing

@Suite("Directories and exports, end to end", .serialized)
struct TransferTests {
  @Test("an export typed on a terminal shows no passphrase, and brings the account back to work")
  func export() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    try await house.write("words", "correct horse\n")

    let shown = try await house.onTerminal(["export", "backup.swop"]) { terminal in
      try await terminal.see("Passphrase for .*backup.swop: ")
      try await terminal.type("correct horse\n")
      try await terminal.see("The same again: ")
      try await terminal.type("correct horse\n")
      try await terminal.see("Exported work to ")
      #expect(try await terminal.end() == "0")
      return try await terminal.everything()
    }
    #expect(try await house.swop(["remove", "work"]).status == 0)
    let wrong = try await house.swop(
      ["import", "backup.swop", "--passphrase-file", "/etc/hostname", "--json"])
    let back = try await house.swop(["import", "backup.swop", "--passphrase-file", "words"])
    let ran = try await house.codex(as: "work", "hi")

    #expect(!shown.contains("horse"))
    #expect(wrong.status == 2 && wrong.error?["code"] == "wrong_passphrase", "\(wrong)")
    #expect(back.status == 0, "\(back)")
    #expect(ran.output == "answered by work\n", "\(ran)")
  }

  @Test("Ctrl-C at the question for a passphrase ends it, writes nothing and shows typing again")
  func interrupted() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    try await house.inShell { shell in
      try await shell.type("$SWOP export backup.swop\n")
      try await shell.see("Passphrase for .*backup.swop: ")
      try await shell.type("half a pass\u{3}")
      try await shell.see("@@ ")
      try await shell.type("echo echoing=$(stty -a | grep -c ' echo '); ls backup.swop\n")
      try await shell.see("echoing=1")
      try await shell.see("No such file")
    }
  }

  @Test("a directory's account is taken there, below SWOP_ACCOUNT and above the default account")
  func directory() async throws {
    let house = try await Household([
      StandinAccount("a", windows: [.fiveHours(used: 10), .week(used: 60)]),
      StandinAccount("b", windows: [.fiveHours(used: 10), .week(used: 20)]),
    ])
    for name in ["a", "b"] { try await house.bring(name) }
    #expect(try await house.swop(["set", "b"]).status == 0)
    #expect(try await house.swop(["set", "--here", "a"]).status == 0)
    let exec = ["codex", "exec", "--skip-git-repo-check", "hi"]

    let here = try await house.swop(exec)
    let named = try await house.swop(exec, variables: ["SWOP_ACCOUNT": "b"])
    let why = try await house.swop(["why"])
    let status = try await house.swop(["status", "--json"]).json()["project"]
    #expect(try await house.swop(["unset", "--here"]).status == 0)
    let free = try await house.swop(exec)

    #expect(here.output == "answered by a\n", "\(here)")
    #expect(here.errors.contains("directory's account"), "\(here)")
    #expect(named.output == "answered by b\n", "\(named)")
    #expect(why.output.hasPrefix("This directory names the account a.\n"), "\(why)")
    #expect(status?["account"] == "a")
    #expect(free.output == "answered by b\n", "\(free)")
  }
}

extension Household {
  fileprivate func write(_ name: String, _ text: String) async throws {
    try DiskFileSystem().replace(
      folder / "work" / name, with: Data(text.utf8), mode: .privateFile)
  }
}
