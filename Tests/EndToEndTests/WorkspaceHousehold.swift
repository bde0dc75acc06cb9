import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

/// A household with a container engine: `Tests/Tools/workspaces` sets the engines up and names them.
struct WorkspaceHousehold {
  /// The engines that are set up.
  static let engines = (ThisProcess.environment["SWOP_TEST_ENGINES"] ?? "")
    .split(separator: " ").map(String.init)

  /// The image with a program that plays VS Code's.
  static let image = "localhost/swop-workspace-test:latest"

  let house: Household
  let engine: String
  /// The name of the workspace, which no other test has.
  let name: String

  /// A household on an engine, with two accounts, a repository and a running proxy.
  init(_ engine: String) async throws {
    self.engine = engine
    name = "codex-ws-test-" + Hexadecimal.text(SystemRandom().bytes(4))
    house = try await Household([
      StandinAccount("a", windows: [.fiveHours(used: 10), .week(used: 60)]),
      StandinAccount("b", windows: [.fiveHours(used: 10), .week(used: 20)]),
    ])
    for name in ["a", "b"] { #expect(try await house.bring(name).status == 0) }
    try await makeRepository()
    let started = try await house.swop(["proxy", "start", "--background"])
    #expect(started.status == 0, "\(started)")
  }

  /// A command of `swop workspace`, on this engine.
  func workspace(
    _ words: [String], variables: [String: String?] = [:]
  ) async throws -> Printed {
    try await house.swop(
      ["workspace"] + words, variables: engineVariables.merging(variables) { $1 },
      limit: .seconds(300))
  }

  /// Makes the workspace, which must succeed.
  func create(_ words: String...) async throws -> EngineCore.JSONValue {
    let made = try await workspace(
      ["create", "--engine", engine, "--name", name, "--image", Self.image, "--json"] + words)
    #expect(made.status == 0, "\(made)")
    return try made.json()
  }

  /// A command in the workspace.
  func inside(_ words: String...) async throws -> Printed {
    try await workspace(["exec", "--engine", engine, name, "--"] + words)
  }

  /// What a command of the engine itself prints.
  func ask(_ words: String...) async throws -> [String] {
    var environment = house.environment
    for (name, value) in engineVariables { environment[name] = value }
    let command = ProcessCommand(
      executable: "/usr/bin/env", arguments: ([engine] + words).map { Argument($0) },
      environment: environment)
    let printed = Printed(try await house.runner.run(command, limit: .seconds(120)))
    return printed.output.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The volumes of this workspace.
  func volumes() async throws -> [String] {
    try await ask("volume", "ls", "--quiet").filter { $0.hasPrefix(name) }.sorted()
  }

  /// The names of the proxy's tokens.
  func tokens() async throws -> [String] {
    let list = try await house.swop(["proxy", "token", "list", "--json"]).json()
    return (list["tokens"]?.elements ?? []).compactMap { $0["name"]?.text }
  }

  /// Ends the proxy and removes what a test that failed half-way left on the engine.
  func cleanUp() async throws {
    _ = try await workspace(["rm", "--engine", engine, name])
    _ = try await house.swop(["proxy", "stop"])
  }

  private var engineVariables: [String: String?] {
    // What podman starts is where only root looks.
    var variables: [String: String?] = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
    for name in ["DOCKER_HOST", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF"] {
      if let value = ThisProcess.environment[name] { variables[name] = value }
    }
    return variables
  }

  private func makeRepository() async throws {
    let script = """
      set -e
      mkdir project && cd project
      git init --quiet --initial-branch=main
      echo hello >README.md
      git add .
      git -c user.name=a -c user.email=a@example.org commit --quiet --message=one
      git worktree add --quiet -b feature ../feature
      echo feature >../feature/README.md
      git -C ../feature -c user.name=a -c user.email=a@example.org commit --quiet --all --message=two
      """
    let command = ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", Argument(script)], environment: house.environment,
      directory: house.folder / "work")
    #expect(try await house.runner.run(command, limit: .seconds(60)).end == .exited(0))
  }
}
