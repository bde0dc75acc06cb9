import CLI
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Importing and exporting from the shell")
struct TransferCommandTests {
  @Test("import says what became an account, what did not and why, and warns of the shared session")
  func imported() async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet)).run("import", "auth.json", "/old", "--as", "ada")

    #expect(fleet.calls == ["import /here/auth.json /old as ada"])
    #expect(
      outcome
        == .init(
          status: 0, output: "Imported ada (PLUS, me@home.test).\n",
          errors: """
            swop: me@home.test already exists as “work”. Sign in to it again if it has expired: swop \
            relogin work
            swop: ada: a copy shares its refresh token with the original. Whichever renews first may \
            sign the other out. Use one of them only, or sign in again: swop relogin ada

            """))
  }

  @Test("a sign-in that could not be taken fails the command")
  func failed() async throws {
    let failed = ImportOutcome.Skipped(
      title: "x", source: "/x", reason: ErrorReport(code: "file", message: "No.", remedy: nil),
      isFailure: true)
    let fleet = ScriptedFleet(.init(importOutcome: ImportOutcome(skipped: [failed])))

    let outcome = await (try Rig(fleet)).run("import", "/x", "--renew")

    #expect(outcome == .init(status: 1, output: "", errors: "swop: No.\n"))
    #expect(fleet.calls == ["import /x as - renewing"])
  }

  @Test("what is to be known of an imported account is said, in JSON too")
  func notice() async throws {
    let account = try #require([AccountSnapshot].seven.first).account
    let imported = ImportOutcome.Imported(
      account: account, source: "/root/accounts/work", origin: "older-swop", isShared: false,
      notice: "Its conversations stay.")
    let fleet = ScriptedFleet(.init(importOutcome: ImportOutcome(imported: [imported])))

    let outcome = await (try Rig(fleet)).run("import")
    let json = await (try Rig(fleet)).run("import", "--json")

    #expect(fleet.calls == ["import  as -", "import  as -"])
    #expect(outcome.errors == "swop: Its conversations stay.\n")
    #expect(json.output.contains(#""shares_session":false,"notice":"Its conversations stay.""#))
  }

  @Test("on a terminal a passphrase, a renewal and a fresh sign-in are asked for")
  func asked() async throws {
    let fleet = ScriptedFleet(.init(asks: true))
    var rig = try Rig(fleet, terminal: true, input: "y\nc\n")
    rig.answer("correct horse")

    let outcome = await rig.run("import", "/backup.swop")

    #expect(outcome.status == 0)
    #expect(
      fleet.calls == [
        "import /backup.swop as -", "passphrase <redacted> may renew true", "relogin ada device",
      ])
    #expect(outcome.errors.contains("Passphrase for /backup.swop: "))
    #expect(outcome.errors.contains("which signs the other program out"))
    #expect(!(outcome.output + outcome.errors).contains("horse"))
  }

  @Test("without a terminal nothing is asked: no passphrase is an error, a renewal is refused")
  func unasked() async throws {
    let fleet = ScriptedFleet(.init(asks: true))
    let rig = try Rig(fleet)
    try DiskFileSystem().replace(
      rig.folder / "words", with: Data("correct horse\nx".utf8), mode: .privateFile)

    let without = await rig.run("import", "/backup.swop")
    let with = await rig.run(
      ["import", "/backup.swop", "--passphrase-file", Argument((rig.folder / "words").text)])

    #expect(without.status == 2)
    #expect(without.errors.hasPrefix("swop: Typing a passphrase needs a terminal."))
    #expect(with.status == 0)
    #expect(fleet.calls.last == "passphrase <redacted> may renew false")
  }

  @Test(
    "an export is encrypted unless the opposite is typed out",
    arguments: [
      (["export", "b"], "export all to /here/b sealed <redacted>"),
      (["export", "/b", "work", "lab"], "export work lab to /b sealed <redacted>"),
      (["export", "/b", "--plain-text", "--force"], "export all to /b plain by force"),
      (["export", "/b", "--format", "cpa", "--plain-text"], "export all to /b cpa"),
      (["export", "/b", "--format", "codex", "--plain-text"], "export all to /b codex"),
    ])
  func exported(line: [String], call: String) async throws {
    let fleet = ScriptedFleet()
    var rig = try Rig(fleet, terminal: true)
    rig.answer("correct horse", "correct horse")

    let outcome = await rig.run(line.map { Argument($0) })

    #expect(outcome.status == 0)
    #expect(fleet.calls == [call])
    #expect(outcome.errors.contains("Anyone who can read /b") == line.contains("--plain-text"))
  }

  @Test(
    "what cannot be meant is a usage error, and nothing is written",
    arguments: [
      (["export", "/b", "--format", "cpa"], "swop export needs --plain-text with this format."),
      (
        ["export", "/b", "--plain-text", "--passphrase-fd", "3"],
        "--plain-text and --passphrase-fd cannot be used together."
      ),
      (
        ["export", "/b", "--passphrase-file", "x", "--passphrase-fd", "3"],
        "--passphrase-file and --passphrase-fd cannot be used together."
      ),
      (
        ["export", "/b", "--passphrase-fd", "x"],
        "--passphrase-fd is “x”; it must be the number of an open file."
      ),
      (["export", "/b", "--passphrase-fd", "3"], "The open file 3 holds no passphrase."),
      (["export", "/b", "--passphrase-file", "/nowhere"], "/nowhere holds no passphrase."),
      (["export", "/b"], "Typing a passphrase needs a terminal."),
      (["export"], "swop export needs FILE."),
    ])
  func refused(line: [String], message: String) async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet)).run(line.map { Argument($0) })

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swop: \(message)\n"), "\(outcome.errors)")
    #expect(fleet.calls == [])
  }

  @Test("two passphrases that differ are not taken")
  func differing() async throws {
    let fleet = ScriptedFleet()
    var rig = try Rig(fleet, terminal: true)
    rig.answer("correct horse", "correct mouse")

    let outcome = await rig.run("export", "/b")

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("Passphrase for /b: The same again: "), "\(outcome.errors)")
    #expect(outcome.errors.hasSuffix("The two passphrases differ.\nTry again.\n"))
    #expect(fleet.calls == [])
  }
}
