import EngineCore
import EngineHTTP
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("The proxy as a service, end to end", .serialized)
struct RotationServiceTests {
  @Test(
    "it starts once, serves runs, survives a kill by the next start on the same port, and stops")
  func life() async throws {
    let house = try await Household.ofTwo()
    try await house.serving {
      let first = try await house.proxy()
      let again = try await house.swop(["proxy", "start", "--background", "--json"]).json()
      #expect(first["running"]?.boolean == true)
      #expect(again["ran_already"]?.boolean == true && again["pid"] == first["pid"])
      let second = try await house.swop(["proxy", "run"])
      #expect(second.status == 6 && second.errors.contains("is already running"), "\(second)")

      let ran = try await house.rotated(["hi"])
      #expect(ran.status == 0 && ran.output == "answered by a\n", "\(ran)")
      let after = try await house.proxy()
      #expect((after["requests"]?.integer ?? 0) > 0, "\(after)")
      #expect(after["accounts"]?.elements?.map { $0["label"]?.text } == ["a", "b"], "\(after)")

      // Killed in the middle of everything: nothing says that it runs, and runs have a proxy of their own.
      try await house.kill(first)
      #expect(try await house.proxy()["running"]?.boolean == false)
      let alone = try await house.rotated(["alone"])
      #expect(alone.status == 0, "\(alone)")
      let restarted = try await house.swop(["proxy", "start", "--background"])
      #expect(restarted.status == 0, "\(restarted)")
      let last = try await house.proxy()
      #expect(last["url"] == first["url"] && last["pid"] != first["pid"], "\(last)")

      let stopped = try await house.swop(["proxy", "stop"])
      #expect(stopped.output == "The proxy has stopped.\n", "\(stopped)")
      #expect(try await house.proxy()["running"]?.boolean == false)
      let idle = try await house.swop(["proxy", "stop"])
      #expect(idle.status == 0 && idle.output == "The proxy is not running.\n", "\(idle)")
      let log = try await house.swop(["proxy", "logs"])
      #expect(log.output.contains("The proxy listens on"), "\(log)")
      #expect(log.output.contains("The proxy has stopped."), "\(log)")
      #expect(try await house.told("proxy_started").count == 2)
    }
  }

  @Test("clients need a token: as bearer, key or path; a revoked one is turned away")
  func tokens() async throws {
    let house = try await Household.ofTwo()
    try await house.serving {
      let url = try #require(try await house.proxy()["url"]?.text)
      let token = try await house.swop(["proxy", "token", "add", "curl"]).output
        .replacing("\n", with: "")
      func status(_ path: String, _ field: String) async throws -> String {
        // The field goes through a file, as it should anywhere: arguments can be seen.
        try house.write("header = \"\(field)\"\n", to: house.folder / "work" / "curl")
        return try await house.tool(
          "/usr/bin/curl",
          ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-K", "curl", url + path]
        ).output
      }

      // A new token works within a second.
      try await house.eventually { try await status("/healthz", "x-api-key: \(token)") == "200" }
      #expect(try await status("/healthz", "authorization: Bearer \(token)") == "200")
      #expect(try await status("/t/\(token)/healthz", "a: b") == "200")
      #expect(try await status("/healthz", "a: b") == "401")
      #expect(try await status("/healthz", "authorization: Bearer x\(token)") == "401")
      #expect(try await house.swop(["proxy", "token", "revoke", "curl"]).status == 0)
      try await house.eventually { try await status("/healthz", "x-api-key: \(token)") == "401" }
      for folder in ["root", "home"] {
        #expect(
          try await SecretHunt().places(of: Redacted([token]), in: house.folder / folder) == [])
      }
    }
  }

  @Test(
    "a run through the service is shown on the account that serves it, and on no other")
  func shown() async throws {
    let house = try await Household.ofTwo()
    await house.server.standin.script(
      Behaviour(.usageLimit(resetsInSeconds: 3_600), on: .responses), for: "a")
    try await house.serving {
      try await house.onTerminal(["codex", "--rotate"]) { terminal in
        try await house.passTrust(terminal)
        #expect(try await house.states()["a"] == "in_use")

        try await house.say("hello", on: terminal)
        try await terminal.watch("answered by b")

        try await house.eventually { try await house.states() == ["a": "blocked", "b": "in_use"] }
        try await house.quit(terminal)
        #expect(try await terminal.end() == "0")
      }
    }
  }

  @Test("the strategy that is set while the service runs is the one it chooses by")
  func strategy() async throws {
    let house = try await Household([
      StandinAccount("a", windows: [.week(used: 10, resetsInSeconds: 500_000)]),
      StandinAccount("b", windows: [.week(used: 40, resetsInSeconds: 50_000)]),
    ])
    for name in ["a", "b"] { try await house.bring(name) }
    try await house.serving {
      #expect(try await house.rotated(["one"]).output == "answered by a\n")

      #expect(try await house.swop(["config", "set", "strategy", "reset-first"]).status == 0)

      try await house.eventually { try await house.rotated(["two"]).output == "answered by b\n" }
    }
  }

  @Test("what proxy env prints lets codex in a plain shell go through the service")
  func environment() async throws {
    let house = try await Household.ofTwo()
    try await house.serving {
      let codex = try #require(house.environment["SWOP_CODEX_BIN"])
      try house.write(
        """
        PATH=\(FilePath(codex).parent.text):$PATH
        eval "$('\(try Program.swop.text)' proxy env --shell)"
        codex exec --skip-git-repo-check hi < /dev/null
        """, to: house.folder / "work" / "script")

      let ran = try await house.tool("/bin/bash", ["script"])

      #expect(ran.status == 0 && ran.output == "answered by a\n", "\(ran)")
      try await house.foundTools(ran, by: "a")
    }
  }

  @Test(
    "codex goes on through a service that was restarted, and the token of before is worth nothing")
  func renewed() async throws {
    let house = try await Household.ofTwo()
    try await house.serving {
      let before = try await house.poolToken()
      try await house.onTerminal(["codex", "--rotate"]) { terminal in
        try await house.passTrust(terminal)
        try await house.say("hello", on: terminal)
        try await terminal.watch("answered by a")
        let turns = await house.asked("a")

        try await house.kill(try await house.proxy())
        #expect(try await house.swop(["proxy", "start", "--background"]).status == 0)
        #expect(try await house.poolToken() != before)
        try await house.say("again", on: terminal)
        try await house.eventually { await house.asked("a") > turns }

        try await house.quit(terminal)
        #expect(try await terminal.end() == "0")
      }
      let url = try #require(try await house.proxy()["url"]?.text)
      let shown = try await house.tool(
        "/usr/bin/curl",
        [
          "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "x-api-key: \(before)",
          url + "/healthz",
        ])
      #expect(shown.output == "401")
    }
  }

  @Test("a program on the bound port while the service is down is named, and the binding undone")
  func stranger() async throws {
    let house = try await Household.ofTwo()
    let file = house.folder / "home" / ".codex" / "config.toml"
    try await house.serving {
      let url = try #require(try await house.proxy()["url"]?.text)
      let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
      _ = try await house.swop(["proxy", "token", "add", "editor"])
      let bound = try await house.swop(["rotation", "bind-app", "--unsupervised"])
      #expect(bound.status == 0, "\(bound)")
      try await house.kill(try await house.proxy())
      let stranger = HTTPServer(on: try EventLoop()) { _, response in
        try await response.send(status: 200)
      }
      // The killed proxy lets go of its port once the kernel has taken it down.
      try await house.eventually { (try? await stranger.listen(on: .loopback(port: port))) != nil }
      let doctor = try await house.swop(["doctor"])
      #expect(doctor.output.contains("bound to port \(port), where another program"), "\(doctor)")

      let status = try await house.swop(["rotation", "status"])

      #expect(status.errors.contains("editor"), "\(status)")
      #expect(status.output.contains("not bound"), "\(status)")
      #expect(!DiskFileSystem().exists(file))
      let tokens = try await house.swop(["proxy", "token", "list"])
      #expect(!tokens.output.contains("editor"), "\(tokens)")
      await stranger.stopNow()
    }
  }

  @Test("a token that cannot be printed is not kept")
  func fullOutput() async throws {
    let house = try await Household.ofTwo()
    try house.write(
      "'\(try Program.swop.text)' proxy token add lost > /dev/full\n",
      to: house.folder / "work" / "script")

    let ran = try await house.tool("/bin/bash", ["script"])

    #expect(ran.status == 1 && ran.errors.contains("could not be printed"), "\(ran)")
    let tokens = try await house.swop(["proxy", "token", "list"])
    #expect(!tokens.output.contains("lost"), "\(tokens)")
  }

  @Test("the desktop app's codex goes through the service while it is bound, and no byte is lost")
  func application() async throws {
    let house = try await Household.ofTwo()
    let file = house.folder / "home" / ".codex" / "config.toml"
    let text = "# mine\r\nmodel = \"gpt-5\" # why\r\n\r\n[tui]\r\nnotifications = false\r\n"
    try DiskFileSystem().createFolder(file.parent, mode: .privateFolder)
    try house.write(text, to: file)
    let refused = try await house.swop(["rotation", "bind-app"])
    #expect(refused.status == 1 && refused.errors.contains("swop proxy start"), "\(refused)")
    try await house.serving {
      let exposed = try await house.swop(["rotation", "bind-app"])
      #expect(exposed.status == 1 && exposed.errors.contains("--unsupervised"), "\(exposed)")
      let bound = try await house.swop(["rotation", "bind-app", "--unsupervised", "--json"])
      #expect(try bound.json()["outcome"]?.text == "bound", "\(bound)")
      let again = try await house.swop(["rotation", "bind-app", "--unsupervised", "--json"])
      #expect(try again.json()["outcome"]?.text == "already_bound", "\(again)")

      // The app has a sign-in of its own, which the proxy drops.
      let signIn = try await house.newSignIn(of: "b")
      try DiskFileSystem().move(signIn, to: file.parent / "auth.json")
      try house.write(
        """
        '\(house.environment["SWOP_CODEX_BIN"] ?? "")' -c features.daemon_auto_start=false \
          -c 'chatgpt_base_url="\(house.server.backendURL)"' \
          exec --skip-git-repo-check hi < /dev/null
        """, to: house.folder / "work" / "script")
      let ran = try await house.tool("/bin/bash", ["script"])
      #expect(ran.status == 0 && ran.output == "answered by a\n", "\(ran)")

      let unbound = try await house.swop(["rotation", "unbind-app", "--json"])
      #expect(try unbound.json()["outcome"]?.text == "restored", "\(unbound)")
      #expect(String(decoding: try house.bytes(file), as: UTF8.self) == text)
    }
  }
}

extension Household {
  /// Runs the service in the background while `work` does; it is stopped whatever happens.
  func serving(_ work: () async throws -> Void) async throws {
    let started = try await swop(["proxy", "start", "--background"])
    guard started.status == 0 else { throw SessionTerminal.Unexpected(description: "\(started)") }
    do {
      try await work()
    } catch {
      _ = try await swop(["proxy", "stop"])
      throw error
    }
    _ = try await swop(["proxy", "stop"])
  }

  /// The token that codex shows in the pool's home.
  func poolToken() async throws -> String {
    let file = folder / "root" / "pool" / "codex" / "auth.json"
    return try #require(
      try AuthFile(try DiskFileSystem().read(file)).credentials?.accessToken.reveal())
  }

  /// Kills the process of a status and waits until it is gone.
  func kill(_ status: EngineCore.JSONValue) async throws {
    guard let pid = status["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
      let process = runner.identity(of: pid)
    else { throw SessionTerminal.Unexpected(description: "\(status)") }
    runner.end(process, byForce: true)
    try await eventually { !self.runner.isAlive(process) }
  }

  /// The state of every account, by label.
  func states() async throws -> [String: String] {
    let accounts = try await swop(["status", "--json"]).json()["accounts"]?.elements ?? []
    return accounts.reduce(into: [:]) { $0[$1["label"]?.text ?? ""] = $1["state"]?.text }
  }

  /// Waits for a condition, half a minute at most.
  func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<300 {
      if try await condition() { return }
      try await SystemTimeSource().sleep(for: .milliseconds(100))
    }
    throw SessionTerminal.Unexpected(description: "it did not become true")
  }
}
