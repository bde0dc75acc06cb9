import CLI
import Engine
import EngineCore
import TestSupport
import Testing

@Suite("Signing in from the shell")
struct SignInTests {
  @Test(
    "each way to sign in is asked for as it was meant",
    arguments: [
      (["add", "work"], "", "add work browser -"),
      (["add", "work", "--device-auth"], "", "add work device -"),
      (["add", "work", "--device-auth", "--isolation", "strict"], "", "add work device strict"),
      (
        ["add", "work", "--device-auth", "--isolation=strict", "--copy-config"], "",
        "add work device strict with configuration"
      ),
      (["add", "work", "--import", "dir/auth.json"], "", "add work import /here/dir/auth.json -"),
      (["add", "work", "--import", "/a"], "", "add work import /a -"),
      (["add", "work", "--paste-callback"], "", "add work pasted -"),
      (["relogin", "work"], "", "relogin work browser"),
      (["relogin", "work", "--paste-callback"], "", "relogin work pasted"),
      (["relogin", "work", "--device-auth"], "", "relogin work device"),
    ])
  func methods(line: [String], input: String, call: String) async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, terminal: true)

    let outcome = await rig.run(line.map { Argument($0) })

    #expect(outcome.status == 0)
    #expect(fleet.calls.filter { $0 != "snapshot" } == [call])
  }

  @Test(
    "without a terminal a browser is refused before anything is touched",
    arguments: [["add", "my work"], ["relogin", "my work"]])
  func noTerminal(line: [String]) async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet)).run(line.map { Argument($0) } + ["--json"])

    #expect(outcome.status == 2)
    #expect(fleet.calls == [])
    #expect(
      outcome.output
        == "{\"schema_version\":1,\"error\":{\"code\":\"no_terminal\",\"message\":\"Signing in with a browser needs a terminal.\",\"remedy\":\"Use a code instead: swop \(line[0]) 'my work' --device-auth\"}}\n"
    )
  }

  @Test("an access token is typed unseen, or comes by standard input, and is shown nowhere")
  func accessToken() async throws {
    let fleet = ScriptedFleet()
    var typed = try Rig(fleet, terminal: true)
    typed.answer("at-very-secret")
    let piped = try Rig(fleet, input: " at-very-secret\n")

    let first = await typed.run("add", "ci", "--with-access-token")
    let second = await piped.run("relogin", "ci", "--with-access-token", "--json")

    #expect(first.status == 0 && second.status == 0)
    #expect(fleet.calls == ["add ci token <redacted> -", "relogin ci token <redacted>"])
    #expect(!(first.output + first.errors + second.output + second.errors).contains("secret"))
  }

  @Test("an account with an access token is asked for a new one")
  func reloginToken() async throws {
    var account = FleetFixture.account("ci")
    account.credential = .accessToken
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetFixture.fleet([FleetFixture.snapshot(account)])]))
    var rig = try Rig(fleet, terminal: true)
    rig.answer("at-new")

    let outcome = await rig.run("relogin", "CI")

    #expect(outcome.status == 0)
    #expect(fleet.calls.last == "relogin CI token <redacted>")
  }

  @Test(
    "without a token, or with two words, nothing is touched", arguments: ["", "at-1 at-2", "é"])
  func noToken(input: String) async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet, input: input)).run("add", "ci", "--with-access-token")

    #expect(outcome.status == 2)
    #expect(fleet.calls == [])
    #expect(
      outcome.errors.contains("printenv CODEX_TOKEN | swop add ci --with-access-token"))
  }

  @Test("a key comes in by standard input and is shown nowhere")
  func key() async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, input: "  sk-very-secret\r\n")

    let outcome = await rig.run("add", "api", "--with-api-key", "--json")

    #expect(outcome.status == 0)
    #expect(fleet.calls == ["add api key <redacted> -"])
    #expect(!(outcome.output + outcome.errors).contains("secret"))
  }

  @Test(
    "what is not a key is refused without showing it",
    arguments: [
      ("", "Standard input is empty."), ("\n \n", "Standard input is empty."),
      ("sk-a sk-b", "Standard input holds no key."), ("sk-ä", "Standard input holds no key."),
      ("sk-a\u{1B}b", "Standard input holds no key."),
      (String(repeating: "s", count: 5_000), "Standard input holds more than a key."),
    ])
  func noKey(input: String, message: String) async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet, input: input)).run("add", "api", "--with-api-key")

    #expect(outcome.status == 2)
    #expect(
      outcome.errors == """
        swop: \(message)
        Pipe it in: printenv OPENAI_API_KEY | swop add api --with-api-key

        """)
    #expect(fleet.calls == [])
  }

  @Test("a key is not typed on a terminal, where it would be seen")
  func typedKey() async throws {
    let outcome = await (try Rig(terminal: true, input: "sk", variables: ["NO_COLOR": "1"]))
      .run("add", "api", "--with-api-key")

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swop: A key typed on a terminal would be visible.\n"))
  }

  @Test("bad labels and clashing flags are refused before anything is touched")
  func refused() async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, terminal: true)

    for line in [
      ["add", "../x"], ["add", ""], ["add", "--", "-x"], ["add"], ["add", "a", "b"],
      ["add", "a", "--device-auth", "--with-api-key"], ["rename", "a", "b/c"],
    ] {
      #expect(await rig.run(line.map { Argument($0) }).status == 2, "\(line)")
    }
    #expect(fleet.calls == [])
  }

  @Test("the link is shown, and opened where there is a screen and a way to")
  func browser() async throws {
    let processes = ScriptedProcessRunner(run: { _ in
      .success(ProcessOutput(end: .exited(0), standardOutput: [], standardError: []))
    })
    let folder = try TemporaryFolder()
    let files = DiskFileSystemFixture.files
    try files.replace(folder / "xdg-open", with: Data(), mode: FileMode(bits: 0o755))
    let link = "https://auth.test/authorize?state=x"
    let fleet = ScriptedFleet(.init(steps: [.openLink(link), .finishing]))
    let rig = try Rig(
      fleet, terminal: true,
      variables: ["PATH": "relative:/nowhere:\(folder.path)", "DISPLAY": ":0", "NO_COLOR": "1"],
      processes: processes)

    let outcome = await rig.run("add", "work")

    #if os(Linux)
      #expect(processes.commands.map(\.executable) == [folder / "xdg-open"])
      #expect(processes.arguments == [[link]])
    #endif
    #expect(
      outcome
        == .init(
          status: 0, output: "Added work (PLUS, me@home.test).\n",
          errors: """
            Open this address in a browser on this machine:
              https://auth.test/authorize?state=x
            Waiting for you to sign in there. Ctrl-C cancels; nothing is changed then.
            Signed in.

            """))
  }

  @Test(
    "nothing is opened without a screen, without a program, or for something that is not an address",
    arguments: [("", "https://a.test"), (":0", "file:///etc/passwd"), (":0", "-x")])
  func notOpened(display: String, link: String) async throws {
    let processes = ScriptedProcessRunner()
    let fleet = ScriptedFleet(.init(steps: [.openLink(link)]))
    let rig = try Rig(
      fleet, terminal: true, variables: ["PATH": "/usr/bin:/bin", "DISPLAY": display],
      processes: processes)

    _ = await rig.run("add", "work")

    #expect(processes.commands.isEmpty)
  }

  @Test("a code is shown with the time that is left, and Ctrl-C ends it with 130")
  func code() async throws {
    let interrupt = AsyncStream<Void>.makeStream()
    let step = SignInStep.enterCode(
      code: "WXYZ-1234", link: "https://auth.test/device", until: .fixed + 900)
    let fleet = ScriptedFleet(.init(steps: [step], waitsAfterSteps: true))
    let rig = try Rig(fleet, terminal: true, variables: ["NO_COLOR": "1"]) {
      for await _ in interrupt.stream { return true }
      return false
    }

    async let outcome = rig.run("add", "work", "--device-auth")
    await rig.time.waitForSleepers(1)
    rig.time.advance(by: .seconds(61))
    await rig.time.waitForSleepers(1)
    let said = rig.said
    interrupt.continuation.yield()

    #expect(
      said == """
        1  open   https://auth.test/device
        2  enter  WXYZ-1234
        \rWaiting for you to confirm, 15:00 left. Ctrl-C cancels.\u{1B}[K\
        \rWaiting for you to confirm, 13:59 left. Ctrl-C cancels.\u{1B}[K
        """)
    #expect(await outcome.status == 130)
    #expect(await outcome.output == "")
  }

  @Test("into a file the code comes with the moment it ends")
  func codeIntoFile() async throws {
    let step = SignInStep.enterCode(code: "A", link: "https://b", until: .fixed + 900)
    let fleet = ScriptedFleet(
      .init(steps: [.waitingForOther(sentence: "Busy with lab."), step, .finishing]))

    let outcome = await (try Rig(fleet)).run("relogin", "beta", "--device-auth")

    #expect(
      outcome
        == .init(
          status: 0, output: "beta is signed in again (PLUS, me@home.test).\n",
          errors: """
            swop: Busy with lab. Waiting for it to finish …
            1  open   https://b
            2  enter  A
            Waiting for you to confirm, until 2026-11-20 14:47.
            Signed in.

            """))
  }

  @Test("an import prints the account for scripts")
  func imports() async throws {
    let outcome = await (try Rig()).run("add", "work", "--import", "/x/auth.json", "--json")

    #expect(
      outcome
        == .init(
          status: 0,
          output:
            #"{"schema_version":1,"account":{"label":"work","key":"work","enabled":true,"plan":"plus","email":"me@home.test","account_id":"acc-work","kind":"chatgpt","expires_at":null}}"#
            + "\n", errors: ""))
  }
}
