import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

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

  @Test("two imports of one store at once send each refresh token once, and a third sends none")
  func sentOnce() async throws {
    let house = try await Household(["a", "b", "c"].map { StandinAccount($0) })
    var records: [String] = []
    for name in ["a", "b", "c"] {
      let tokens = try #require(await house.server.standin.signIn(name))
      let file = try AuthFile(tokens.authFile.reveal())
      let refresh = name == "c" ? "refused" : file.tokens?.refreshToken.reveal() ?? ""
      records.append(#"{"accountLabel":"old \#(name)","refreshToken":"\#(refresh)"}"#)
    }
    let all = (records + records.prefix(1)).joined(separator: ",")
    try await house.write("store.json", #"{"version":3,"accounts":[\#(all)]}"#)

    async let first = house.swop(["import", "store.json", "--renew", "--json"])
    async let second = house.swop(["import", "store.json", "--renew", "--json"])
    let both = try await [first, second]
    let third = try await house.swop(["import", "store.json", "--renew"])

    let counters = await house.server.standin.counters
    #expect(counters.refreshes == ["a": 1, "b": 1] && counters.reuses == 0)
    #expect(counters.requests["token"] == 3)
    #expect(both.map(\.status) == [1, 1] && third.status == 1)
    let imported = try both.flatMap { try $0.json()["imported"]?.elements ?? [] }
    #expect(imported.compactMap { $0["account"]?["label"]?.text }.sorted() == ["old a", "old b"])
    #expect(third.errors.contains("Sign in to it instead: swop add 'old c'"), "\(third)")
    let ran = try await house.codex(as: "old b", "hi")
    #expect(ran.output == "answered by b\n", "\(ran)")
  }

  @Test("an older tool's account is taken over in place, and plain codex stays signed in")
  func older() async throws {
    let house = try await Household([StandinAccount("work")])
    let files = DiskFileSystem()
    let folder = house.folder / "root/accounts/work"
    let link = house.folder / "home/.codex/auth.json"
    let signIn = try #require(await house.server.standin.signIn("work")).authFile.reveal()
    for path in [folder / "home/.codex", link.parent] {
      try files.createFolder(path, mode: .privateFolder)
    }
    let meta = #"{"schema_version":1,"label":"Work","label_key":"work","created_at":"x"}"#
    try files.replace(folder / "meta.json", with: Data(meta.utf8), mode: .privateFile)
    try files.replace(folder / "home/.codex/auth.json", with: signIn, mode: .privateFile)
    try files.createLink(link, to: folder / "home/.codex/auth.json")

    let status = try await house.swop(["status", "--json"])
    let refused = try await house.codex(as: "Work", "hi")
    _ = try await house.swop(["doctor", "--fix"])
    #expect(try files.read(link) == signIn)
    let taken = try await house.swop(["import"])
    let ran = try await house.codex(as: "Work", "hi")

    #expect(try status.json()["accounts"] == [] && status.json()["older_accounts"] == ["Work"])
    #expect(refused.status == 1 && refused.errors.contains("swop import"), "\(refused)")
    #expect(taken.status == 0 && taken.output.hasPrefix("Imported Work "), "\(taken)")
    #expect(ran.output == "answered by work\n", "\(ran)")
    #expect(try files.resolve(link) == files.resolve(folder / "codex/auth.json"))
    #expect(try files.read(link) == files.read(folder / "codex/auth.json"))
  }

  @Test("what an export that was killed leaves behind, the next command removes")
  func killedExport() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let files = DiskFileSystem()
    let folder = house.folder / "work/out"
    try files.createFolder(folder, mode: .privateFolder)
    var wasLeft = false

    for point in 1..<200 {
      let note = house.folder / "note"
      try files.removeTree(note)
      _ = try await house.swop(
        ["export", "out/x.json", "--plain-text", "--force"],
        variables: [
          "LD_PRELOAD": try Program.cut.text, "SWOP_CUT_AT": "\(point)", "SWOP_CUT_BY": "kill",
          "SWOP_CUT_NOTE": note.text,
        ])
      let isOver = try files.readIfPresent(note).map { $0.starts(with: Data("end ".utf8)) } ?? false
      let left = try files.list(folder).filter(TemporaryName.matches)
      guard !isOver, !left.isEmpty else {
        if isOver || wasLeft { break }
        continue
      }
      wasLeft = true
      _ = try await house.swop(["status"])
      #expect(try files.list(folder).filter(TemporaryName.matches) == [], "point \(point)")
    }

    #expect(wasLeft)
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
    #expect(why.output.hasPrefix("This directory is bound to the account a.\n"), "\(why)")
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
