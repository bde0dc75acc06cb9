import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Making a workspace")
struct CreateTests {
  static func order(_ change: (inout WorkspaceOrder) throws -> Void = { _ in }) throws
    -> WorkspaceOrder
  {
    var order = WorkspaceOrder()
    order.repository = try RepositorySpec("acme/website", folder: "/", home: "/")
    order.name = try WorkspaceName("demo")
    try change(&order)
    return order
  }

  static let token = GitToken(
    Redacted("git-secret"), host: "github.com", variables: ["GH_TOKEN", "GITHUB_TOKEN"])

  /// What the engine is asked while a workspace is made that it then does not find.
  private func make(
    _ order: WorkspaceOrder, _ answers: [Scene.Answer] = []
  ) async throws -> (Scene, (any Error)?) {
    let scene = try Scene(answers + [Scene.noContainer, Scene.noVolume])
    do {
      _ = try await scene.workspaces().create(order) { _ in }
      return (scene, nil)
    } catch {
      return (scene, error)
    }
  }

  @Test("volumes, the clone and the container are made in this order, with labels")
  func commands() async throws {
    let (scene, _) = try await make(try Self.order { $0.signIn = .account(label: "work") })

    let birth = "dev.swop.workspace.birth=" + Hexadecimal.text(SeededRandom(seed: 7).bytes(8))
    let mounts = [
      "--mount", "type=volume,source=demo-work,target=/work",
      "--mount", "type=volume,source=demo-home,target=/home/codex",
      "--mount", "type=volume,source=demo-codex,target=/home/codex/.codex",
    ]
    let volumes = ["demo-work", "demo-home", "demo-codex"].map { volume in
      [
        "volume", "create", "--label", "dev.swop.workspace=1", "--label",
        "dev.swop.workspace.name=demo", "--label", birth, volume,
      ]
    }
    let setup =
      ["run", "--rm", "--interactive", "--user", "0", "--label", birth] + mounts
      + ["--entrypoint", "/bin/sh", "localhost/swop-workspace:latest", "-s"]
    let labels = [
      "dev.swop.workspace=1", birth, "dev.swop.workspace.repo=acme/website",
      "dev.swop.workspace.path=/work/acme/website", "dev.swop.workspace.account=work",
      "dev.swop.workspace.token=ws-demo",
    ]
    let variables = [
      "SWOP_FORWARD_PORTS=8451 8452", "SWOP_FORWARD_SOCKET=/run/swop/proxy.sock",
      "CODEX_REFRESH_TOKEN_URL_OVERRIDE=http://127.0.0.1:8451/oauth/token",
      "CODEX_REVOKE_TOKEN_URL_OVERRIDE=http://127.0.0.1:8451/oauth/revoke",
      "NO_PROXY=127.0.0.1,localhost,::1", "no_proxy=127.0.0.1,localhost,::1", "SWOP_WORKSPACE=demo",
    ]
    var create = ["create", "--name", "demo", "--hostname", "demo"]
    create += labels.flatMap { ["--label", $0] } + mounts
    create += ["--mount", "type=bind,source=/root/run,target=/run/swop,readonly"]
    create += variables.flatMap { ["--env", $0] } + ["localhost/swop-workspace:latest"]
    #expect(Array(scene.actions.prefix(6)) == volumes + [setup, create, ["start", "demo"]])
    #expect(scene.access.calls.first == "issue ws-demo work")
  }

  @Test("no secret is part of a command line, in any way of signing in")
  func secrets() async throws {
    let plain = try await make(
      try Self.order {
        $0.gitToken = Self.token
        $0.keepsGitToken = true
        $0.setsUpGit = true
      }
    ).0
    let copied = try await make(try Self.order { $0.signIn = .copy(label: "work") }).0

    for scene in [plain, copied] {
      for secret in ["git-secret", "token-of-the-workspace", "key-of-work"] {
        #expect(!scene.commandLines.contains(secret))
      }
    }
    let setup = try #require(plain.runner.commands.first { $0.arguments.first == "run" })
    let script = String(decoding: setup.input?.reveal() ?? [], as: UTF8.self)
    #expect(script.contains("token-of-the-workspace") && script.contains("git-secret"))
    let create = try #require(plain.runner.commands.first { $0.arguments.first == "create" })
    #expect(create.environment["GH_TOKEN"] == "git-secret")
    #expect(create.arguments.contains("GH_TOKEN"))
    #expect(!script.contains("GH_TOKEN=git-secret"))
    #expect(copied.access.calls == [])
  }

  @Test("git's token stays out of the container unless it is asked to stay")
  func passing() async throws {
    let (scene, _) = try await make(try Self.order { $0.gitToken = Self.token })

    let create = try #require(scene.runner.commands.first { $0.arguments.first == "create" })
    #expect(create.environment["GH_TOKEN"] == nil)
    #expect(!create.arguments.contains("GH_TOKEN"))
  }

  @Test("a token of another server stays under names that programs do not show to github.com")
  func otherServer() async throws {
    let (scene, _) = try await make(
      try Self.order {
        $0.keepsGitToken = true
        $0.gitToken = GitToken(
          Redacted("git-secret"), host: "git.acme.example", variables: ["GH_ENTERPRISE_TOKEN"])
      })

    let create = try #require(scene.runner.commands.first { $0.arguments.first == "create" })
    #expect(create.environment["GH_ENTERPRISE_TOKEN"] == "git-secret")
    #expect(create.environment["GH_TOKEN"] == nil && create.environment["GITHUB_TOKEN"] == nil)
    #expect(create.arguments.contains("GH_HOST=git.acme.example"))
  }

  @Test("a failed clone leaves nothing behind: containers, volumes and token are gone")
  func failedClone() async throws {
    let birth = "label=dev.swop.workspace.birth=" + Hexadecimal.text(SeededRandom(seed: 7).bytes(8))
    let (scene, error) = try await make(
      try Self.order(),
      [
        .init(words: ["run"], status: 71, errors: "fatal: repository not found\n"),
        .init(words: ["ps", "--all", "--quiet", "--filter", birth], output: "c1\n"),
        .init(
          words: ["volume", "ls", "--quiet", "--filter", birth], output: "demo-work\ndemo-home\n"),
      ])

    #expect(
      error as? WorkspaceError == .notCloned("acme/website", reason: "repository not found"))
    #expect(
      Array(scene.actions.suffix(3)) == [
        ["rm", "--force", "c1"], ["volume", "rm", "demo-work"], ["volume", "rm", "demo-home"],
      ])
    #expect(scene.access.calls == ["issue ws-demo -", "revoke ws-demo"])
  }

  @Test("volumes that were kept are used again, and survive a failure")
  func keptVolumes() async throws {
    let scene = try Scene([
      .init(words: ["run"], status: 71, errors: "fatal: no\n"), Scene.noContainer,
    ])

    _ = try? await scene.workspaces().create(try Self.order()) { _ in }

    #expect(scene.actions.map { Array($0.prefix(2)) } == [["run", "--rm"]])
  }

  @Test("a name that exists is started as it is, with a warning")
  func existing() async throws {
    let scene = try Scene([Scene.container("demo", state: "exited")])
    let notices = Mutex<[WorkspaceNotice]>([])

    let creation = try await scene.workspaces().create(try Self.order { $0.ref = "main" }) {
      notice in
      notices.withLock { $0.append(notice) }
    }

    #expect(!creation.isNew)
    #expect(creation.workspace.state == .running)
    #expect(scene.actions == [["start", "demo"]])
    #expect(notices.withLock { $0.count } == 2)
    #expect(scene.access.calls == [])
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let code: String
    let answers: [Scene.Answer]
    var order: @Sendable (inout WorkspaceOrder) throws -> Void = { _ in }
    var testDescription: String { code }
  }

  static let cases: [Failure] = [
    Failure(
      code: "name_taken", answers: [Scene.container("demo", labels: [:])]),
    Failure(
      code: "engine_down",
      answers: [
        .init(words: [], status: 1, errors: "Cannot connect to the Docker daemon at unix:///x.")
      ]),
    Failure(
      code: "engine_permission",
      answers: [
        .init(
          words: [], status: 1,
          errors: "permission denied while trying to connect to the Docker daemon socket")
      ]),
    Failure(
      code: "image_missing",
      answers: [.init(words: ["image"], status: 1, errors: "Error: No such image: x")],
      order: { $0.pulls = false }),
    Failure(
      code: "image_missing",
      answers: [.init(words: ["image"], status: 1, errors: "Error: No such image: x")]),
    Failure(
      code: "image_not_pulled",
      answers: [
        .init(words: ["image"], status: 1, errors: "Error: No such image: x"),
        .init(words: ["pull"], status: 1, errors: "Error response from daemon: not found"),
      ], order: { $0.image = "acme/box:1" }),
    Failure(
      code: "disk_full",
      answers: [
        .init(words: ["create"], status: 1, errors: "write /x: no space left on device")
      ]),
    Failure(
      code: "name_taken",
      answers: [
        .init(
          words: ["create"], status: 1, errors: "Conflict. The name \"/demo\" is already in use by")
      ]),
    Failure(code: "no_such_ref", answers: [.init(words: ["run"], status: 72)]),
    Failure(
      code: "image_unfit", answers: [.init(words: ["run"], status: 70, errors: "it has no git")]),
    Failure(
      code: "no_secrets_folder", answers: [],
      order: { order in
        order.secrets = try WorkspaceSecrets.asked(
          folder: "/nowhere/secrets", mount: nil, profile: nil, isRefused: false)
      }),
    Failure(
      code: "no_profile", answers: [],
      order: { order in
        order.secrets = try WorkspaceSecrets.asked(
          folder: "/usr", mount: nil, profile: "work", isRefused: false)
      }),
    Failure(
      code: "bad_repository", answers: [],
      order: { order in
        order.repository = try RepositorySpec("/nowhere/site", folder: "/", home: "/")
      }),
  ]

  @Test("what can go wrong is one error each, with one sentence", arguments: cases)
  func failures(_ failure: Failure) async throws {
    let (scene, error) = try await make(try Self.order(failure.order), failure.answers)

    let told = try #require(error as? WorkspaceError)
    #expect(told.code == failure.code)
    #expect(told.remedy != nil)
    #expect(told.message.hasSuffix(".") && !told.message.contains("\n"))
    let issued = scene.access.calls.filter { $0.hasPrefix("issue") }
    #expect(scene.access.calls.filter { $0.hasPrefix("revoke") }.count == issued.count)
  }

  @Test("without an engine, or without the one that is asked for, one sentence says so")
  func noEngine() throws {
    let scene = try Scene(programs: ["podman"], [])

    #expect(throws: WorkspaceError.engineMissing(.docker)) { try scene.workspaces(on: .docker) }
    #expect(try scene.workspaces().engine == .podman)
    #expect(throws: WorkspaceError.engineMissing(nil)) {
      try Scene(programs: [], []).workspaces()
    }
    #expect(try Scene(programs: ["podman", "docker"], []).workspaces().engine == .docker)
  }

  @Test("a proxy that does not run is worth a warning, not an error")
  func noProxy() async throws {
    let scene = try Scene([Scene.noContainer, Scene.noVolume])
    scene.access.setListening(false)
    let notices = Mutex<[WorkspaceNotice]>([])

    _ = try? await scene.workspaces().create(try Self.order()) { notice in
      notices.withLock { $0.append(notice) }
    }

    let warnings = notices.withLock { $0 }
    #expect(
      warnings.first
        == .warning("The proxy that serves workspaces does not run. Start it: swop proxy start"))
  }
}
