import CLI
import EngineKernel
import EngineWorkspace
import Testing

@Suite("swop workspace")
struct WorkspaceCommandTests {
  @Test("--supports answers by its status alone")
  func supports() async throws {
    let rig = try Rig()

    #expect(
      await rig.run("workspace", "--supports", "exec") == .init(status: 0, output: "", errors: ""))
    #expect(
      await rig.run("workspace", "--supports", "x") == .init(status: 1, output: "", errors: ""))
    #expect(await rig.run("workspace", "--version").output == "swop \(SwopVersion.current)\n")
    let plain = await rig.run("workspace", "capabilities")
    #expect(await rig.run("workspace", "capabilities", "--output", "json") == plain)
    #expect(plain.output.hasPrefix("{\"version\":\"\(SwopVersion.current)\",\"capabilities\":["))
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let words: [String]
    let says: String
    var testDescription: String { words.joined(separator: " ") }
  }

  static let wrong = [
    Wrong(words: ["create"], says: "swop workspace create needs REPO, or --no-clone."),
    Wrong(
      words: ["create", "a/b", "--account", "work", "--rotate"],
      says: "--account and --rotate exclude each other."),
    Wrong(
      words: ["create", "a/b", "--secrets-mount", "/x"],
      says: "--secrets-mount needs --secrets-dir."),
    Wrong(
      words: ["create", "a/b", "--codex-profile", "p"],
      says: "--codex-profile needs --secrets-dir."),
    Wrong(
      words: ["create", "a/b", "--no-secrets", "--secrets-dir", "/x"],
      says: "--no-secrets and --secrets-dir exclude each other."),
    Wrong(
      words: ["create", "a/b", "--persist-gh-token"],
      says: "--persist-gh-token needs GH_TOKEN or GITHUB_TOKEN."),
    Wrong(
      words: ["create", "http://x/a/b"],
      says: "“http://x/a/b” is no repository: it is none of the forms that are understood."),
    Wrong(
      words: ["create", "a/b", "--tunnel", "--output", "json"],
      says: "swop workspace create needs --tunnel-detach with --output json."),
    Wrong(
      words: ["tunnel", "demo", "--json"],
      says: "swop workspace tunnel needs --detach with --output json."),
    Wrong(
      words: ["tunnel", "demo", "--name", "Not_Fit", "--detach"],
      says: "“Not_Fit” cannot be the name of a tunnel."),
    Wrong(
      words: ["rm", "demo", "--volumes", "--keep-volumes"],
      says: "--keep-volumes and --volumes exclude each other."),
    Wrong(words: ["exec"], says: "swop workspace exec needs NAME."),
    Wrong(words: ["exec", "demo"], says: "swop workspace exec needs COMMAND."),
    Wrong(words: ["shell", "demo"], says: "A shell needs a terminal."),
    Wrong(
      words: ["ls", "--engine", "lxc"], says: "--engine is “lxc”; it must be docker or podman."),
  ]

  @Test("a wrong line is a usage error with one sentence, in JSON too", arguments: wrong)
  func usage(_ wrong: Wrong) async throws {
    let rig = try Rig()

    let outcome = await rig.run((["workspace"] + wrong.words).map { Argument($0) })

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swop: \(wrong.says)\n"))
    let isJSON = wrong.words.contains("--json") || wrong.words.contains("--output")
    #expect(outcome.output.hasPrefix("{\"schema_version\":1,\"error\":{") == isJSON)
  }

  @Test("--output json and --json are the same, and an error is one object with either")
  func forms() async throws {
    let rig = try Rig()

    let name = "codex-ws-nothing"
    #expect(
      await rig.run("workspace", "ls", "--output", "json") == rig.run("workspace", "ls", "--json"))
    let one = await rig.run("workspace", "stop", name, "--output", "json")
    let two = await rig.run("workspace", "stop", name, "--json")
    #expect(one == two)
    #expect(one.status == 1)
    #expect(one.output.contains("\"code\":\"no_such_workspace\""))
  }

  @Test("swop's options end before the command of exec, and its bytes and status pass unchanged")
  func exec() async throws {
    let workspaces = RecordingWorkspaces()
    let rig = try Rig(ScriptedFleet(.init(workspaces: workspaces)))
    let bytes = Argument(bytes: [0xFF, 0x2D])

    let outcome = await rig.run(
      ["workspace", "exec", "--engine", "podman", "demo", "--", "codex", "--json"] + [bytes])
    let bare = await rig.run("workspace", "exec", "demo", "ls", "--help")

    #expect(outcome == .init(status: 9, output: "", errors: ""))
    #expect(bare.status == 9)
    #expect(
      await workspaces.commands == [["codex", "--json", bytes], ["ls", "--help"]])
  }

  @Test(
    "git's token goes only to the server it belongs to",
    arguments: [
      (["acme/site"], [:], true), (["https://github.com/acme/site"], [:], true),
      (["https://evil.example/acme/site"], [:], false),
      (["acme/site", "--host", "git.acme.example"], [:], true),
      (["https://git.acme.example/acme/site"], ["GH_HOST": "git.acme.example"], true),
      (["/srv/site"], [:], false),
    ] as [([String], [String: String], Bool)])
  func token(_ words: [String], _ variables: [String: String], _ isGiven: Bool) async throws {
    let workspaces = RecordingWorkspaces()
    let rig = try Rig(
      ScriptedFleet(.init(workspaces: workspaces)),
      variables: variables.merging(["GH_TOKEN": "secret"]) { $1 })

    let outcome = await rig.run((["workspace", "create"] + words).map { Argument($0) })

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(await workspaces.orders.map { $0.gitToken != nil } == [isGiven])
  }

  @Test("who codex works as is the pool unless somebody is named")
  func signIn() async throws {
    let workspaces = RecordingWorkspaces()
    let fleet = ScriptedFleet(.init(workspaces: workspaces))
    let rig = try Rig(fleet)
    let bound = try Rig(fleet, variables: ["SWOP_ACCOUNT": "home"])

    for words in [[], ["--rotate"], ["--account", "work"], ["--auto"], ["--copy-auth"]] {
      _ = await rig.run((["workspace", "up", "a/b"] + words).map { Argument($0) })
    }
    _ = await bound.run("workspace", "up", "a/b")
    _ = await bound.run("workspace", "up", "a/b", "--rotate")

    #expect(
      await workspaces.orders.map(\.signIn) == [
        .pool, .pool, .account(label: "work"), .automatic, .copy(label: nil),
        .account(label: "home"), .pool,
      ])
  }
}

/// Remembers what is asked of workspaces.
private actor RecordingWorkspaces: WorkspaceDoor {
  nonisolated let engine = ContainerEngineKind.podman
  private(set) var orders: [WorkspaceOrder] = []
  private(set) var commands: [[Argument]] = []
  private let samples = SampleWorkspaces([])

  func list() async -> WorkspaceList { await samples.list() }

  func create(
    _ order: WorkspaceOrder, say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceCreation {
    orders.append(order)
    return try await samples.create(order, say: say)
  }

  func start(_ name: String) async throws -> Workspace { try await samples.start(name) }

  func stop(_ name: String) async throws -> Workspace { try await samples.stop(name) }

  func remove(_ name: String, keepsVolumes: Bool) async throws -> WorkspaceRemoval {
    try await samples.remove(name, keepsVolumes: keepsVolumes)
  }

  func run(_ command: [Argument]?, in name: String, hasTerminal: Bool) -> ProcessEnd {
    commands.append(command ?? [])
    return .exited(9)
  }

  func openTunnel(
    to name: String, named tunnel: TunnelName?, detached: Bool
  ) async throws -> WorkspaceTunnel {
    try await samples.openTunnel(to: name, named: tunnel, detached: detached)
  }
}
