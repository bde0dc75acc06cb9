import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("Configuration that would log accounts out, end to end", .serialized)
struct ForcedSignInTests {
  private static let exec = ["codex", "exec", "--skip-git-repo-check", "hi"]

  private func household(
    _ names: [String] = ["ann", "ben", "cid"], codex version: String = RealCodex.versions[0]
  ) async throws -> Household {
    let house = try await Household(
      names.map { StandinAccount($0, accountID: "acct-\($0)") }, codex: version)
    for name in names { try await house.bring(name) }
    return house
  }

  private func signIns(_ house: Household, _ names: [String] = ["ann", "ben", "cid"]) -> [Bool] {
    names.map { DiskFileSystem().exists(house.authFile($0)) }
  }

  @Test(
    "three accounts, a line for one of them, three runs: it serves them all and no sign-in is lost",
    arguments: RealCodex.versions)
  func thrice(version: String) async throws {
    let house = try await household(codex: version)
    let configuration = house.folder / "home" / ".codex" / "config.toml"
    try DiskFileSystem().createFolder(configuration.parent, mode: .privateFolder)
    try house.write("\nforced_chatgpt_workspace_id = [\"acct-ann\"]\n", to: configuration)

    for _ in 0..<3 {
      let ran = try await house.swop(Self.exec)
      #expect(ran.status == 0 && ran.output == "answered by ann\n", "\(ran)")
    }
    let named = try await house.swop(
      ["codex", "--account", "ben", "exec", "--skip-git-repo-check", "hi"])
    let rotated = try await house.swop(
      ["codex", "--rotate=required", "exec", "--skip-git-repo-check", "hi"])

    let status = try await house.swop(["status"])
    let report = try await house.swop(["status", "--json"]).json()
    let doctor = try await house.swop(["doctor"])

    #expect(status.output.contains("cid cannot be used in this folder: \(configuration):2"))
    let codes = report["accounts"]?.elements?.map { $0["error"]?["code"]?.text }
    #expect(codes == [nil, "excluded", "excluded"], "\(report)")
    #expect(doctor.output.contains("ben cannot be used in this folder: \(configuration):2"))
    #expect(signIns(house) == [true, true, true])
    #expect(named.status == 3 && named.errors.contains("\(configuration):2"), "\(named)")
    #expect(rotated.status == 1 && rotated.errors.contains("\(configuration):2"), "\(rotated)")
  }

  @Test(
    "a trusted project, its -C, a profile and -c count in their order; an untrusted project does not"
  )
  func places() async throws {
    let house = try await household(["ann", "ben"])
    let home = house.folder / "home" / ".codex"
    let project = house.folder / "work" / "project"
    try DiskFileSystem().createFolder(home, mode: .privateFolder)
    try DiskFileSystem().createFolder(project / ".codex", mode: .privateFolder)
    try house.write(
      "forced_chatgpt_workspace_id = \"acct-ann\"\n", to: project / ".codex" / "config.toml")
    try house.write("forced_login_method = \"api\"\n", to: home / "keys.config.toml")
    func ben(_ words: String...) async throws -> Printed {
      try await house.swop(
        ["codex", "--account", "ben", "exec", "--skip-git-repo-check"] + words + ["hi"])
    }

    let untrusted = try await ben("-C", project.text)
    try house.write(
      "[projects.\"\(project)\"]\ntrust_level = \"trusted\"\n", to: home / "config.toml")
    let trusted = try await ben("-C", project.text)
    let overridden = try await house.swop([
      "codex", "--account", "ben", "-c", "forced_chatgpt_workspace_id=\"acct-ben\"", "exec",
      "--skip-git-repo-check", "-C", project.text, "hi",
    ])
    let profile = try await house.swop(
      ["codex", "--account", "ben", "-p", "keys", "exec", "--skip-git-repo-check", "hi"])

    #expect(untrusted.status == 0, "\(untrusted)")
    #expect(trusted.status == 3 && trusted.errors.contains(".codex/config.toml:1"), "\(trusted)")
    #expect(overridden.status == 0, "\(overridden)")
    #expect(profile.status == 3 && profile.errors.contains("keys.config.toml:1"), "\(profile)")
    #expect(signIns(house, ["ann", "ben"]) == [true, true])
  }

  @Test(
    "a line that appears while codex starts costs nothing: after the run, or after a killed swop")
  func late() async throws {
    let house = try await household(["ben"])
    let configuration = house.folder / "home" / ".codex" / "config.toml"
    let real = house.environment["SWOP_CODEX_BIN"] ?? ""
    let (codex, killed) = (house.folder / "work" / "late", house.folder / "work" / "killed")
    try house.writeProgram(
      """
      case "$*" in *--skip-git*)
        mkdir -p "$HOME/.codex"
        echo 'forced_chatgpt_workspace_id = "acct-ann"' >"$HOME/.codex/config.toml"
        [ -e '\(killed)' ] && kill -9 $PPID;;
      esac
      exec '\(real)' "$@"
      """, to: codex)
    let before = try house.bytes(house.authFile("ben"))
    let late = ["SWOP_CODEX_BIN": Optional(codex.text)]

    let ran = try await house.swop(Self.exec, variables: late)

    #expect(ran.status == 1, "\(ran)")
    #expect(ran.errors.contains("\(configuration):1 allows only workspace acct-ann"), "\(ran)")
    #expect(ran.errors.contains("swop put it back."), "\(ran)")
    #expect(try house.bytes(house.authFile("ben")) == before)

    try DiskFileSystem().remove(configuration)
    try house.write("", to: killed)
    let dead = try await house.swop(Self.exec, variables: late)
    #expect(dead.status == 137, "\(dead)")
    let patience = ContinuousClock.now + .seconds(20)
    while DiskFileSystem().exists(house.authFile("ben")) && ContinuousClock.now < patience {
      await Task.yield()
    }
    let status = try await house.swop(["status", "--json"])

    #expect(status.status == 0, "\(status)")
    #expect(try house.bytes(house.authFile("ben")) == before)
    let names = try DiskFileSystem().list(house.authFile("ben").parent)
    #expect(!names.contains(SignInGuard.name))
  }

  @Test("a codex that goes to a home of its own, or leads back to swop, is refused before the run")
  func wrappers() async throws {
    let house = try await household(["ann"])
    let real = house.environment["SWOP_CODEX_BIN"] ?? ""
    let bin = house.folder / "work" / "bin"
    try DiskFileSystem().createFolder(bin, mode: .privateFolder)
    try DiskFileSystem().createFolder(house.folder / "other", mode: .privateFolder)
    let variables: [String: String?] = [
      "SWOP_CODEX_BIN": nil, "PATH": "\(bin):/usr/bin:/bin",
    ]
    try DiskFileSystem().createLink(bin / "swop", to: try Program.swop)
    try house.writeProgram("exec swop codex -- \"$@\"", to: bin / "ai")

    try house.writeProgram("exec ai \"$@\"", to: bin / "codex")
    let loop = try await house.swop(Self.exec, variables: variables)
    try house.writeProgram(
      "export CODEX_HOME='\(house.folder / "other")'\nexec '\(real)' \"$@\"", to: bin / "codex")
    let own = try await house.swop(Self.exec, variables: variables)
    let listed = try await house.swop(["binary", "path", "--all"], variables: variables)
    try house.writeProgram("exec '\(real)' \"$@\"", to: bin / "codex")
    let good = try await house.swop(Self.exec, variables: variables)

    #expect(loop.status == 5 && loop.errors.contains("start it again without end"), "\(loop)")
    let sentence = "sets CODEX_HOME to \(house.folder / "other") itself"
    #expect(own.status == 5 && own.errors.contains(sentence), "\(own)")
    #expect(listed.output.contains(sentence), "\(listed)")
    #expect(good.status == 0 && good.output == "answered by ann\n", "\(good)")
  }

  @Test(
    "a -c of the user behind exec keeps the file store, the proxy and every address",
    arguments: RealCodex.versions)
  func settings(version: String) async throws {
    let house = try await household(["ann"], codex: version)
    let home = house.folder / "home" / ".codex"
    try DiskFileSystem().createFolder(home, mode: .privateFolder)
    try house.write("cli_auth_credentials_store = \"keyring\"\n", to: home / "config.toml")

    for way in ["--no-rotate", "--rotate=required"] {
      let ran = try await house.swop([
        "codex", way, "exec", "--skip-git-repo-check", "-c", "model_reasoning_summary=\"none\"",
        "hi",
      ])
      #expect(ran.status == 0 && ran.output == "answered by ann\n", "\(ran)")
    }
    #expect(signIns(house, ["ann"]) == [true])
  }

  @Test("an agent's own swop works inside of a run, as deep as eight")
  func nested() async throws {
    let house = try await household(["ann"])
    let real = house.environment["SWOP_CODEX_BIN"] ?? ""
    let agent = house.folder / "work" / "agent"
    try house.writeProgram(
      """
      case "$*" in
        *outer*) exec env SWOP_CODEX_BIN='\(real)' '\(try Program.swop)' codex exec --skip-git-repo-check hi;;
        *) exec '\(real)' "$@";;
      esac
      """, to: agent)

    let ran = try await house.swop(["codex", "outer"], variables: ["SWOP_CODEX_BIN": agent.text])
    let tooDeep = try await house.swop(
      Self.exec, variables: ["SWOP_DEPTH": "8", "SWOP_CHAIN": "/a:/b"])

    #expect(ran.status == 0 && ran.output == "answered by ann\n", "\(ran)")
    #expect(tooDeep.status == 1 && tooDeep.errors.contains("/a → /b → "), "\(tooDeep)")
  }

  @Test(
    "SIGINT for swop alone ends codex with its status, directly and rotated",
    arguments: [true, false])
  func interrupt(isRotated: Bool) async throws {
    let house = try await household(["ann"])
    await house.server.standin.script(Behaviour(.hang, on: .responses), for: "ann")
    let parent = house.folder / "work" / "parent.py"
    try house.write(
      """
      import signal, subprocess, sys
      child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
      sys.stdin.readline()
      child.send_signal(signal.SIGINT)
      print("status", child.wait(), flush=True)
      """, to: parent)
    let words =
      [try Program.swop.text, "codex", isRotated ? "--rotate=required" : "--no-rotate"]
      + Self.exec.dropFirst()
    let process = try house.runner.start(
      ProcessCommand(
        executable: "/usr/bin/env",
        arguments: (["python3", parent.text] + words).map { Argument($0) },
        environment: house.environment, directory: house.folder / "work"))
    let isAsked = await house.server.standin.wait { state in
      state.entries.contains { $0.endpoint == .responses && !$0.isUpgrade }
    }
    #expect(isAsked)

    try await process.write(line: "now")

    #expect(try await process.readLine() == "status 1")
    await process.finish(grace: .seconds(2))
  }
}
