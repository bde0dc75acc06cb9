import CLI
import Engine
import EngineCore
import TestSupport
import Testing

@Suite("swop proxy and swop rotation")
struct ProxyCommandTests {
  @Test("what the service did is a table for people; without one that is all there is to say")
  func status() async throws {
    let outcome = await (try Rig(ScriptedFleet(.init(proxyRuns: true)))).run("proxy", "status")
    let stopped = await (try Rig()).run("proxy", "status")
    let faulty = await (try Rig(ScriptedFleet(.init(proxyFault: "systemd gave up")))).run(
      "proxy", "status")

    #expect(
      outcome.output.hasPrefix(
        """
        The proxy runs at http://127.0.0.1:4711 (process 4242, in the background).
        12 requests, 1 moved, 0 failed, 2 open now.
        ACCOUNT
        """))
    #expect(stopped == .init(status: 0, output: "The proxy is not running.\n", errors: ""))
    #expect(faulty.output == "The proxy is not running: systemd gave up.\n")
  }

  @Test("starting says where it runs, and that it is already running")
  func start() async throws {
    let fleet = ScriptedFleet(.init(proxyRuns: true))
    let outcome = await (try Rig(fleet)).run("proxy", "start", "--background", "--port", "4711")

    #expect(fleet.calls == ["proxy start 4711 in background"])
    #expect(
      outcome.output
        == "The proxy is already running at http://127.0.0.1:4711 (process 4242, in the background).\n"
    )
  }

  @Test("a port that cannot be one is a usage error", arguments: ["80", "65535", "x", "-1"])
  func ports(text: String) async throws {
    let fleet = ScriptedFleet()
    let outcome = await (try Rig(fleet)).run("proxy", "run", "--port=\(text)")

    #expect(outcome.status == 2 && fleet.calls == [])
  }

  @Test("serving ends well when it is stopped")
  func serve() async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet, waitForInterrupt: { true })

    let outcome = await rig.run("proxy", "run", "--keeper", "systemd")

    #expect(outcome.status == 0)
    #expect(fleet.calls == ["proxy serve - systemd"])
  }

  @Test("the environment is plain lines, or lines for a shell; no token is in them")
  func environment() async throws {
    let rig = try Rig()
    let plain = await rig.run("proxy", "env").output
    let shell = await rig.run("proxy", "env", "--shell").output

    let lines = plain.split(separator: "\n").map(String.init)
    #expect(lines.first == "CODEX_HOME=/home/me/.swop/pool/codex")
    #expect(lines.contains("CODEX_SQLITE_HOME=/home/me/.codex"))
    #expect(lines.contains("-c openai_base_url=\"http://127.0.0.1:4711/backend-api/codex\""))
    #expect(lines.contains("-c chatgpt_base_url=\"http://127.0.0.1:4712/backend-api\""))
    #expect(lines.contains("-c model_provider=\"openai\""))
    #expect(lines.contains("-c features.unbounded_connection_retries=false"))
    #expect(lines.contains("-c cli_auth_credentials_store=\"file\""))
    #expect(shell.hasPrefix("export CODEX_HOME=/home/me/.swop/pool/codex\n"))
    #expect(shell.contains(" command codex -c 'cli_auth_credentials_store=\"file\"'"))
    #expect(shell.hasSuffix(" \"$@\"; }\n"))
  }

  @Test("a new token is the only thing on standard output")
  func token() async throws {
    let outcome = await (try Rig()).run("proxy", "token", "add", "editor")

    #expect(
      outcome == .init(status: 0, output: String(repeating: "5e", count: 32) + "\n", errors: ""))
  }

  @Test("switching rotation on and off is a setting, and a variable that wins is named")
  func settings() async throws {
    let rig = try Rig()
    #expect(await rig.run("rotation", "status").output.hasPrefix("Runs go directly (default).\n"))
    #expect(await rig.run("rotation", "enable").output == "Runs are rotated from now on.\n")
    #expect(await rig.run("rotation").output.hasPrefix("Runs are rotated (file).\n"))
    #expect(await rig.run("rotation", "disable").output == "Runs go directly from now on.\n")

    let other = try Rig(variables: ["SWOP_ROTATE": "1"])
    let outcome = await other.run("rotation", "disable")
    #expect(outcome.errors.contains("SWOP_ROTATE is set and wins over the settings file."))
    #expect(await other.run("rotation").output.hasPrefix("Runs are rotated (environment).\n"))
  }
}
