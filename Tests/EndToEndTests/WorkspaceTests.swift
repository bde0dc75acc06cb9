import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite(
  "Workspaces on real engines", .serialized,
  .enabled(if: !WorkspaceHousehold.engines.isEmpty, "no engine is set up: make workspace-test"))
struct WorkspaceTests {
  @Test(
    "from a local repository to codex in a container, and nothing is left",
    arguments: WorkspaceHousehold.engines)
  func life(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    let create = ["create", "./project", "--name", scene.name, "--image", WorkspaceHousehold.image]

    let made = try await scene.workspace(create + ["--engine", engine, "--output", "json"])
    let list = try await scene.workspace(["ls", "--engine", engine, "--json"])
    let readme = try await scene.inside("cat", "README.md")
    let turn = try await scene.inside("codex", "exec", "--skip-git-repo-check", "hi")

    let made1 = try made.json()
    #expect(made.status == 0, "\(made)")
    #expect(made1["command"]?.text == "create" && made1["created"]?.boolean == true)
    #expect(made1["path"]?.text == "/work/local/project")
    #expect(made1["account"] == .null && made1["engine"]?.text == engine)
    #expect(made1["secrets"]?["enabled"]?.boolean == false)
    #expect(made1["schema_version"] == nil)
    let states = try #require(try list.json()["workspaces"]?.elements)
    #expect(
      states.contains { $0["workspace"]?.text == scene.name && $0["state"]?.text == "running" })
    #expect(readme.output == "hello\n" && readme.status == 0)
    #expect(turn.output == "answered by b\n" && turn.status == 0, "\(turn)")
    try await scene.house.foundTools(turn, by: "b")
    try await checkSecrets(scene)
    try await stopAndStart(scene)
    try await keepAndRemove(scene, create: create + ["--engine", engine])
    try await scene.cleanUp()
  }

  /// Nothing in the container is good anywhere but at the proxy.
  private func checkSecrets(_ scene: WorkspaceHousehold) async throws {
    let inside = try await scene.inside(
      "sh", "-c", "env; cat ~/.codex/auth.json; grep -rha token ~ 2>/dev/null; true")

    #expect(inside.status == 0)
    #expect(inside.output.contains("\"refresh_token\": \"none\""))
    let everything = await scene.house.server.standin
      .update { state, _ in state.everyToken }.reveal()
    #expect(!everything.isEmpty)
    #expect(everything.filter { inside.output.contains($0) } == [])
  }

  private func stopAndStart(_ scene: WorkspaceHousehold) async throws {
    let stopped = try await scene.workspace(
      ["stop", "--engine", scene.engine, scene.name, "--json"])
    let refused = try await scene.inside("true")
    let started = try await scene.workspace(
      ["start", "--engine", scene.engine, scene.name, "--json"])
    // A proxy that comes back makes a new socket; the workspace has to find it.
    #expect(try await scene.house.swop(["proxy", "stop"]).status == 0)
    #expect(try await scene.house.swop(["proxy", "start", "--background"]).status == 0)
    let turn = try await scene.inside("codex", "exec", "--skip-git-repo-check", "hi")

    #expect(try stopped.json()["state"]?.text == "stopped")
    #expect(refused.status == 1 && refused.errors.contains("is not running"))
    #expect(try started.json()["state"]?.text == "running")
    #expect(turn.output == "answered by b\n", "\(turn)")
    #expect(try await scene.inside("sh", "-c", "exit 7").status == 7)
  }

  private func keepAndRemove(_ scene: WorkspaceHousehold, create: [String]) async throws {
    _ = try await scene.inside("sh", "-c", "echo mine >>README.md")
    let volumes = ["codex", "home", "work"].map { "\(scene.name)-\($0)" }
    let rm = ["rm", "--engine", scene.engine, scene.name, "--json"]

    let kept = try await scene.workspace(rm + ["--keep-volumes"])
    #expect(try kept.json()["kept_volumes"]?.elements?.compactMap(\.text) == volumes)
    #expect(try await scene.volumes() == volumes)
    #expect(try await !scene.tokens().contains("ws-" + scene.name))

    #expect(try await scene.workspace(create).status == 0)
    #expect(try await scene.inside("cat", "README.md").output == "hello\nmine\n")
    let again = try await scene.workspace(create + ["--json"])
    #expect(try again.json()["created"]?.boolean == false)

    let gone = try await scene.workspace(rm)
    #expect(try gone.json()["removed_volumes"]?.elements?.compactMap(\.text) == volumes)
    #expect(try await scene.volumes() == [])
    #expect(try await !scene.ask("ps", "--all", "--format", "{{.Names}}").contains(scene.name))
    #expect(try await !scene.tokens().contains("ws-" + scene.name))
  }

  @Test(
    "a failed create leaves nothing behind and says why in JSON",
    arguments: WorkspaceHousehold.engines)
  func failure(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    let start = ["create", "--engine", engine, "--json", "--name", scene.name]
    let image = ["--image", WorkspaceHousehold.image]
    let containers = try await scene.ask("ps", "--all", "--quiet")

    let cases = [
      (["./project", "--ref", "nowhere"] + image, "no_such_ref"),
      (["./not-there"] + image, "bad_repository"),
      (["./project", "--image", "localhost/no-such-image:1", "--no-pull"], "image_missing"),
      (["./project", "--secrets-dir", "/no/such/folder"] + image, "no_secrets_folder"),
      (["./project", "--account", "nobody"] + image, "unknown_account"),
    ]
    for (words, code) in cases {
      let failed = try await scene.workspace(start + words)
      #expect(failed.status != 0)
      #expect(try failed.json()["error"]?["code"]?.text == code, "\(failed)")
    }
    let missing = try await scene.workspace(["stop", "--engine", engine, scene.name, "--json"])
    let noEngine = try await scene.workspace(["ls", "--json"], variables: ["PATH": "/nowhere"])

    #expect(try missing.json()["error"]?["code"]?.text == "no_such_workspace")
    #expect(try noEngine.json()["error"]?["code"]?.text == "engine_missing")
    #expect(try await scene.volumes() == [])
    #expect(try await scene.ask("ps", "--all", "--quiet") == containers)
    #expect(try await !scene.tokens().contains("ws-" + scene.name))
    try await scene.cleanUp()
  }

  @Test(
    "on this machine's network codex reaches the proxy as well",
    arguments: WorkspaceHousehold.engines)
  func hostNetwork(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    _ = try await scene.create("./project", "--host-network")
    let turn = try await scene.inside("codex", "exec", "--skip-git-repo-check", "hi")
    let mode = try await scene.ask("inspect", "--format", "{{.HostConfig.NetworkMode}}", scene.name)

    #expect(mode == ["host"])
    #expect(turn.output == "answered by b\n", "\(turn)")
    try await scene.cleanUp()
  }

  @Test(
    "a copied sign-in is the account's own, in codex's folder alone, and needs no token of the proxy",
    arguments: WorkspaceHousehold.engines)
  func copiedSignIn(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    let made = try await scene.create("--no-clone", "--account", "a", "--copy-auth")
    let folder = scene.house.folder / "root" / "accounts" / "a" / "codex" / "auth.json"
    let own = String(decoding: try DiskFileSystem().read(folder), as: UTF8.self)
    let copy = try await scene.inside("sh", "-c", "cat ~/.codex/auth.json")
    let mode = try await scene.inside("stat", "-L", "-c", "%a %U", "/home/codex/.codex/auth.json")
    let variables = try await scene.inside("env")

    #expect(copy.output == own)
    #expect(mode.output == "600 codex\n", "\(mode)")
    let tokens = await scene.house.server.standin
      .update { state, _ in state.everyToken }.reveal()
    #expect(tokens.filter { "\(variables.output)\(made)".contains($0) } == [])
    #expect(try await !scene.tokens().contains("ws-" + scene.name))
    try await scene.cleanUp()
  }

  @Test(
    "a linked worktree is cloned with what it has checked out",
    arguments: WorkspaceHousehold.engines)
  func worktree(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    let made = try await scene.create("./feature")
    let readme = try await scene.inside("cat", "README.md")
    let branch = try await scene.inside("git", "status", "--short", "--branch")

    #expect(made["path"]?.text == "/work/local/feature")
    #expect(readme.output == "feature\n", "\(readme)")
    #expect(branch.output == "## feature\n", "\(branch)")
    try await scene.cleanUp()
  }

  /// The service behind tunnels cannot be reached by tests: a program in the image writes down how it is
  /// called.
  @Test(
    "a workspace for one account works as that one; a tunnel is opened once, by its name",
    arguments: WorkspaceHousehold.engines)
  func tunnel(_ engine: String) async throws {
    let scene = try await WorkspaceHousehold(engine)
    let made = try await scene.create("--no-clone", "--account", "a")
    #expect(made["account"]?.text == "a")
    let turn = try await scene.inside("codex", "exec", "--skip-git-repo-check", "hi")
    #expect(turn.output == "answered by a\n", "\(turn)")
    let open = ["tunnel", "--engine", engine, scene.name, "--detach", "--json", "--name", "mine"]

    let first = try await scene.workspace(open).json()
    let second = try await scene.workspace(open).json()
    let calls = try await scene.inside("cat", "/home/codex/code.log")

    #expect(first["already_running"]?.boolean == false && first["tunnel_name"]?.text == "mine")
    #expect(second["already_running"]?.boolean == true)
    #expect(calls.output == "tunnel --accept-server-license-terms --name mine\n")
    try await scene.cleanUp()
  }
}
