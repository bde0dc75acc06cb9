import EngineCore
import Testing

@testable import CLI
@testable import Engine

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
      says: "--account and --rotate cannot be used together."),
    Wrong(
      words: ["create", "a/b", "--secrets-mount", "/x"],
      says: "--secrets-mount needs --secrets-dir."),
    Wrong(
      words: ["create", "a/b", "--codex-profile", "p"],
      says: "--codex-profile needs --secrets-dir."),
    Wrong(
      words: ["create", "a/b", "--no-secrets", "--secrets-dir", "/x"],
      says: "--no-secrets and --secrets-dir cannot be used together."),
    Wrong(
      words: ["create", "a/b", "--persist-gh-token"],
      says: "--persist-gh-token needs GH_TOKEN or GITHUB_TOKEN."),
    Wrong(
      words: ["create", "a/b", "--host", "git.acme.example", "--persist-gh-token"],
      says: "--persist-gh-token needs --git-token VARIABLE for git.acme.example."),
    Wrong(
      words: ["create", "a/b", "--git-token", "NOT_SET"],
      says: "--git-token needs a variable that holds a token."),
    Wrong(words: ["rm"], says: "swop workspace rm needs NAME, or --all."),
    Wrong(words: ["rm", "demo", "--all"], says: "NAME and --all cannot be used together."),
    Wrong(words: ["rm", "demo", "--yes"], says: "swop workspace rm needs --all with --yes."),
    Wrong(
      words: ["create", "http://x/a/b"],
      says: "“http://x/a/b” is not a repository: its format is not recognised."),
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
      says: "--keep-volumes and --volumes cannot be used together."),
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
      (["git@GitHub.com:acme/site.git"], [:], true),
      (["https://github.com:8443/acme/site"], [:], false),
      (["https://github.com.evil.example/acme/site"], [:], false),
      (["acme/site", "--host", "git.acme.example"], [:], false),
      (["acme/site", "--host", "evil.example"], ["GH_HOST": "git.acme.example"], false),
      (["https://git.acme.example/acme/site"], ["GH_HOST": "git.acme.example"], false),
      (["acme/site", "--host", "acme.ghe.com"], [:], false),
      (["acme/site", "--host", "acme.ghe.com"], ["GH_HOST": "acme.ghe.com"], true),
      (["acme/site", "--host", "git.acme.example", "--git-token", "GH_TOKEN"], [:], true),
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
    let isNamed = outcome.errors.contains("GH_TOKEN does not belong to")
    #expect(isNamed == (!isGiven && words != ["/srv/site"]))
  }

  @Test(
    "the token of another server goes to the one that GH_HOST names, and to no other",
    arguments: [
      ("git.acme.example", ["git.acme.example"]), ("evil.example", []), ("github.com", []),
    ])
  func enterpriseToken(_ host: String, _ given: [String]) async throws {
    let workspaces = RecordingWorkspaces()
    let rig = try Rig(
      ScriptedFleet(.init(workspaces: workspaces)),
      variables: ["GH_ENTERPRISE_TOKEN": "secret", "GH_HOST": "git.acme.example"])

    let outcome = await rig.run("workspace", "create", "acme/site", "--host", host)

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(await workspaces.orders.compactMap { $0.gitToken?.host } == given)
  }

  @Test("the older launcher's variables stand behind options, and ask for nothing by themselves")
  func olderVariables() async throws {
    let workspaces = RecordingWorkspaces()
    let rig = try Rig(
      ScriptedFleet(.init(workspaces: workspaces)),
      variables: ["CODEX_ENV_IMAGE": "acme/box:1", "DEFAULT_SECRETS_MOUNT": "/secrets"])

    _ = await rig.run("workspace", "create", "a/b", "--name", "one")
    _ = await rig.run("workspace", "create", "a/b", "--name", "two", "--secrets-dir", "/x")
    _ = await rig.run(
      "workspace", "create", "a/b", "--name", "three", "--secrets-dir", "/x", "--secrets-mount",
      "/mine", "--image", "own")

    let orders = await workspaces.orders
    #expect(orders.map(\.image) == ["acme/box:1", "acme/box:1", "own"])
    #expect(orders.map { $0.secrets?.mount } == [nil, "/secrets", "/mine"])
    let wrong = try Rig(variables: ["CODEX_ENV_IMAGE": "--privileged"])
    let refused = await wrong.run("workspace", "create", "a/b")
    #expect(refused.status == 2)
    #expect(refused.errors.hasPrefix("swop: CODEX_ENV_IMAGE is “--privileged”; it must be"))
  }

  @Test("all workspaces go after a yes, or with --yes; without either nothing goes")
  func removeAll() async throws {
    let made = { (answer: String, terminal: Bool) async throws -> (Rig, RecordingWorkspaces) in
      let workspaces = RecordingWorkspaces()
      let fleet = ScriptedFleet(.init(workspaces: workspaces))
      let rig = try Rig(fleet, terminal: terminal, input: answer)
      for name in ["one", "two"] {
        _ = await rig.run("workspace", "create", "a/b", "--name", name)
      }
      return (rig, workspaces)
    }

    let answers: [(String, [String])] = [
      ("y\n", []), ("n\n", ["one", "two"]), ("\n", ["one", "two"]),
    ]
    for (answer, left) in answers {
      let (rig, workspaces) = try await made(answer, true)
      let outcome = await rig.run("workspace", "rm", "--all")
      #expect(outcome.status == (left.isEmpty ? 0 : 1), "\(outcome)")
      #expect(outcome.errors.contains("Remove 2 workspaces (one, two), with everything in them?"))
      #expect(await workspaces.list().workspaces.map(\.name) == left)
    }
    let (rig, workspaces) = try await made("", false)
    let refused = await rig.run("workspace", "rm", "--all")
    #expect(refused.status == 2 && refused.errors.contains("swop workspace rm --all --yes"))
    #expect(await workspaces.list().workspaces.count == 2)
    let removed = await rig.run("workspace", "rm", "--all", "--yes", "--json")
    #expect(removed.status == 0 && removed.output.contains("\"failed\":[]"))
    #expect(await workspaces.list().workspaces == [])
    #expect(await rig.run("workspace", "rm", "--all", "--yes").status == 0)
  }

  @Test("one workspace that cannot be removed does not keep the others, and the status says so")
  func removeSome() async throws {
    let workspaces = RecordingWorkspaces(stuck: "one")
    let rig = try Rig(ScriptedFleet(.init(workspaces: workspaces)))
    for name in ["one", "two"] {
      _ = await rig.run("workspace", "create", "a/b", "--name", name)
    }

    let outcome = await rig.run("workspace", "rm", "--all", "--yes")
    let json = await rig.run("workspace", "rm", "--all", "--yes", "--json")

    #expect(outcome.status == 1 && outcome.output == "two is removed.\n")
    #expect(outcome.errors.hasPrefix("swop: podman could not remove the workspace: it is stuck."))
    #expect(await workspaces.list().workspaces.map(\.name) == ["one"])
    #expect(json.status == 1)
    #expect(
      json.output.contains(
        "\"failed\":[{\"workspace\":\"one\",\"error\":{\"code\":\"engine_failed\""))
  }

  @Test("who codex works as is the pool unless someone is named")
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
  /// A workspace that the engine fails to remove.
  private let stuck: String?

  init(stuck: String? = nil) { self.stuck = stuck }

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
    if name == stuck {
      throw WorkspaceError.engineFailed(
        .podman, action: "remove the workspace", reason: "it is stuck")
    }
    return try await samples.remove(name, keepsVolumes: keepsVolumes)
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
