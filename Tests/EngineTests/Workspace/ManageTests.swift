import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("Listing, starting, stopping and removing workspaces")
struct ManageTests {
  static let marked = [
    "ps", "--all", "--quiet", "--no-trunc", "--filter", "label=dev.swop.workspace=1",
  ]
  static let older = [
    "ps", "--all", "--quiet", "--no-trunc", "--filter", "label=codex-kit.workspace=1",
  ]
  static let oldest = [
    "ps", "--all", "--quiet", "--no-trunc", "--filter", "label=agent-kit.workspace=1",
  ]
  static let named = ["ps", "--all", "--quiet", "--no-trunc", "--filter", "name=codex-ws-"]

  @Test("ours and those of both older launchers are listed by their labels")
  func list() async throws {
    let scene = try Scene([
      .init(words: Self.marked, output: "b\n"), .init(words: Self.older, output: "a\n"),
      .init(words: Self.oldest, output: "c\n"),
      .init(
        words: ["inspect", "--type", "container", "a", "b", "c"],
        output: """
          [{"Name":"/two","State":{"Status":"running"},"Config":{"Image":"i"}},
          {"Name":"/three","State":{"Status":"paused"},"Config":{"Image":"i"}},
          {"Name":"/one","State":{"Status":"exited"},"Config":{"Image":"i"}}]
          """),
    ])

    let list = try await scene.workspaces().list()

    #expect(
      list
        == WorkspaceList(
          engine: .docker,
          workspaces: [
            Workspace(name: "one", state: .stopped, image: "i"),
            Workspace(name: "three", state: .paused, image: "i"),
            Workspace(name: "two", state: .running, image: "i"),
          ]))
  }

  @Test("without labels the name tells; without either there are none")
  func unlabelled() async throws {
    let scene = try Scene([
      .init(words: Self.named, output: "c\nd\n"),
      .init(
        words: ["inspect", "--type", "container", "c", "d"],
        output: """
          [{"Name":"/codex-ws-c","State":{"Status":"running"},"Config":{"Image":"i"}},
          {"Name":"/my-codex-ws-d","State":{"Status":"running"},"Config":{"Image":"i"}}]
          """),
    ])
    let empty = try Scene([])

    #expect(try await scene.workspaces().list().workspaces.map(\.name) == ["codex-ws-c"])
    #expect(try await empty.workspaces().list().workspaces == [])
  }

  @Test("the older launcher's prefix names new workspaces and finds those without labels")
  func prefix() async throws {
    let filter = Self.named.dropLast() + ["name=box-"]
    let scene = try Scene([
      .init(words: Array(filter), output: "c\n"),
      .init(
        words: ["inspect", "--type", "container", "c"],
        output: #"[{"Name":"/box-c","State":{"Status":"running"},"Config":{"Image":"i"}}]"#),
      Scene.container("box-c", labels: [:]), Scene.noContainer, Scene.noVolume,
    ])
    let workspaces = try scene.workspaces(variables: ["CODEX_WORKSPACE_PREFIX": "box"])

    #expect(try await workspaces.list().workspaces.map(\.name) == ["box-c"])
    #expect(try await workspaces.stop("box-c").state == .stopped)
    _ = try? await workspaces.create(try CreateTests.order { $0.name = nil }) { _ in }
    let create = try #require(scene.runner.commands.first { $0.arguments.first == "create" })
    #expect(create.arguments.contains("box-acme-website-20261118-110640"))
    for wrong in ["Box", "a_b", "-", String(repeating: "a", count: 25)] {
      #expect(throws: WorkspaceError.self) {
        try scene.workspaces(variables: ["CODEX_WORKSPACE_PREFIX": wrong])
      }
    }
  }

  @Test("start and stop do only what is needed")
  func startStop() async throws {
    let running = try Scene([Scene.container("demo")])
    let stopped = try Scene([Scene.container("demo", state: "exited")])
    let paused = try Scene([Scene.container("demo", state: "paused")])

    for scene in [running, stopped, paused] {
      #expect(try await scene.workspaces().start("demo").state == .running)
      #expect(try await scene.workspaces().stop("demo").state == .stopped)
    }
    #expect(running.actions == [["stop", "demo"]])
    #expect(stopped.actions == [["start", "demo"]])
    #expect(paused.actions == [["unpause", "demo"], ["unpause", "demo"], ["stop", "demo"]])
  }

  @Test("removing takes the container, the token and the volumes, or keeps the volumes")
  func remove() async throws {
    let container = Scene.container(
      "demo", labels: ["dev.swop.workspace": "1", "dev.swop.workspace.token": "demo"],
      volumes: ["demo-work", "demo-home"])
    let whole = try Scene([container])
    let kept = try Scene([container])

    let gone = try await whole.workspaces().remove("demo", keepsVolumes: false)
    let left = try await kept.workspaces().remove("demo", keepsVolumes: true)

    #expect(gone.removedVolumes == ["demo-home", "demo-work"] && gone.keptVolumes == [])
    #expect(
      whole.actions == [["rm", "--force", "demo"], ["volume", "rm", "demo-home", "demo-work"]])
    #expect(whole.access.calls == ["revoke demo"])
    #expect(left.keptVolumes == ["demo-home", "demo-work"] && left.removedVolumes == [])
    #expect(kept.actions == [["rm", "--force", "demo"]])
    #expect(kept.access.calls == ["revoke demo"])
  }

  @Test("volumes that were kept can be removed later by the same name")
  func leftVolumes() async throws {
    let scene = try Scene([
      Scene.noContainer, .init(words: ["volume", "ls"], output: "demo-work\n"),
    ])

    let removal = try await scene.workspaces().remove("demo", keepsVolumes: false)

    #expect(removal.removedVolumes == ["demo-work"])
    #expect(scene.actions == [["volume", "rm", "demo-work"]])
  }

  @Test("a name that is not there is told with the nearest one; other containers are left alone")
  func unknown() async throws {
    let scene = try Scene([
      .init(words: Self.marked, output: "a\n"),
      .init(
        words: ["inspect", "--type", "container", "a"],
        output: #"[{"Name":"/demo","State":{"Status":"running"},"Config":{"Image":"i"}}]"#),
      Scene.container("database", labels: [:]), Scene.noContainer,
    ])
    let workspaces = try scene.workspaces()

    await #expect(throws: WorkspaceError.noSuchWorkspace("demmo", nearest: "demo")) {
      try await workspaces.start("demmo")
    }
    await #expect(throws: WorkspaceError.notAWorkspace("database")) {
      try await workspaces.remove("database", keepsVolumes: false)
    }
    await #expect(throws: WorkspaceError.noSuchWorkspace("--all", nearest: nil)) {
      try await workspaces.stop("--all")
    }
    #expect(scene.actions == [])
  }

  @Test("a command runs as the user of the workspace, in its folder, and its status comes back")
  func commands() async throws {
    let scene = try Scene([
      Scene.container(
        "demo", labels: ["dev.swop.workspace": "1", "dev.swop.workspace.path": "/work/a/b"]),
      Scene.container("old", labels: ["codex-kit.workspace": "1"]),
      Scene.container("off", state: "exited"),
    ])
    let workspaces = try scene.workspaces()

    let end = try await workspaces.run(["ls", "-l"], in: "demo", hasTerminal: false)
    _ = try await workspaces.run(nil, in: "old", hasTerminal: true)

    #expect(end == .exited(7))
    #expect(
      scene.actions == [
        ["exec", "--interactive", "--user", "codex", "--workdir", "/work/a/b", "demo", "ls", "-l"],
        [
          "exec", "--interactive", "--tty", "--env", "TERM", "old", "/bin/sh", "-c",
          "exec \"${SHELL:-/bin/sh}\" -l",
        ],
      ])
    await #expect(throws: WorkspaceError.notRunning("off")) {
      try await workspaces.run(["ls"], in: "off", hasTerminal: false)
    }
  }

  @Test("a tunnel in the background says whether it was open already, and where its log is")
  func tunnel() async throws {
    let fresh = try Scene([Scene.container("demo"), .init(words: ["exec"], output: "started\n")])
    let open = try Scene([Scene.container("demo"), .init(words: ["exec"], output: "running\n")])
    let bare = try Scene([Scene.container("demo"), .init(words: ["exec"], status: 70)])
    let name = try TunnelName("mine")

    let first = try await fresh.workspaces().openTunnel(to: "demo", named: nil, detached: true)
    let second = try await open.workspaces().openTunnel(to: "demo", named: name, detached: true)

    #expect(
      first
        == WorkspaceTunnel(
          workspace: "demo", name: TunnelName(for: "demo"), isDetached: true, wasRunning: false,
          logPath: "/home/codex/.local/state/swop/tunnel.log"))
    #expect(second.wasRunning && second.name == name)
    await #expect(throws: WorkspaceError.noTunnelProgram("demo")) {
      try await bare.workspaces().openTunnel(to: "demo", named: nil, detached: true)
    }
  }

  @Test("the demo's workspaces start, stop and go away")
  func samples() async throws {
    let samples = SampleWorkspaces.sample(at: Date(timeIntervalSince1970: 1_795_000_000))
    let names = await samples.list().workspaces.map(\.name)

    let stopped = try await samples.stop(names[0])
    _ = try await samples.remove(names[1], keepsVolumes: false)

    #expect(names.count == 3)
    #expect(stopped.state == .stopped)
    #expect(await samples.list().workspaces.map(\.name) == [names[0], names[2]])
    await #expect(throws: WorkspaceError.notRunning(names[0])) {
      try await samples.run(nil, in: names[0], hasTerminal: true)
    }
  }
}
