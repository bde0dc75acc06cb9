import EngineCore
import Testing

@testable import Engine

@Suite("What engines say")
struct EngineAnswerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let engine: ContainerEngineKind
    let says: String
    let means: WorkspaceError
    var testDescription: String { String(says.prefix(60)) }
  }

  static let cases = [
    Case(
      engine: .docker,
      says:
        "Cannot connect to the Docker daemon at unix:///run/nope.sock. Is the docker daemon running?",
      means: .engineDown(.docker)),
    Case(
      engine: .docker,
      says: """
        permission denied while trying to connect to the Docker daemon socket at \
        unix:///run/docker.sock: Get "http://%2Frun/v1.50/containers/json": dial unix \
        /run/docker.sock: connect: permission denied
        """, means: .enginePermission(.docker)),
    Case(
      engine: .docker, says: "Error response from daemon: write /x: no space left on device",
      means: .diskFull(.docker)),
    Case(
      engine: .podman, says: "Error: creating container storage: no space left on device",
      means: .diskFull(.podman)),
    Case(
      engine: .docker,
      says: """
        Error response from daemon: Conflict. The container name "/demo" is already in use by \
        container "d1ea". You have to remove (or rename) that container to be able to reuse that name.
        """, means: .nameTaken("demo")),
    Case(
      engine: .podman,
      says: """
        Error: creating container storage: the container name "demo" is already in use by 753a. You \
        have to remove that container to be able to reuse that name: that name is already in use
        """, means: .nameTaken("demo")),
    Case(
      engine: .docker, says: "Error response from daemon: No such container: demo",
      means: .noSuchWorkspace("demo", nearest: nil)),
    Case(
      engine: .podman,
      says: "Error: no container with name or ID \"demo\" found: no such container",
      means: .noSuchWorkspace("demo", nearest: nil)),
    Case(
      engine: .podman, says: "WARN[0000] slow\nError: netavark: No such file\n",
      means: .engineFailed(.podman, action: "start it", reason: "netavark: No such file")),
    Case(
      engine: .docker, says: "",
      means: .engineFailed(.docker, action: "start it", reason: "it ended with status 125")),
  ]

  @Test("an engine's words become one of our errors", arguments: cases)
  func errors(_ test: Case) {
    let answer = EngineAnswer(status: 125, output: "", errors: test.says)

    let error = WorkspaceError.of(answer, engine: test.engine, action: "start it", name: "demo")

    #expect(error == test.means)
    #expect(!error.message.contains("\n") && error.message.hasSuffix("."))
    #expect(error.outcome == .failed)
  }

  @Test("both engines' descriptions of a container are understood", arguments: ["/demo", "demo"])
  func containers(name: String) {
    let text = """
      [{"Id": "2efe", "Name": "\(name)", "Created": "2026-11-25T02:23:54.640500897Z",
        "State": {"Status": "running"},
        "Config": {"Image": "localhost/swop-workspace:latest", "Labels": {
          "dev.swop.workspace": "1", "dev.swop.workspace.repo": "acme/website",
          "dev.swop.workspace.path": "/work/acme/website", "dev.swop.workspace.account": "work",
          "dev.swop.workspace.token": "demo"}},
        "Mounts": [{"Type": "volume", "Name": "demo-work"}, {"Type": "bind", "Source": "/srv"},
          {"Type": "volume", "Name": "demo-home"}]}]
      """
    let expected = Workspace(
      name: "demo", state: .running, repository: "acme/website", path: "/work/acme/website",
      image: "localhost/swop-workspace:latest", account: "work",
      createdAt: Date(timeIntervalSince1970: 1_795_573_434),
      volumes: ["demo-home", "demo-work"], token: "demo", user: "codex")

    #expect(ContainerReading.workspaces(in: text) == [expected])
    #expect(ContainerReading.only(in: text, named: "demo")?.workspace == expected)
    #expect(ContainerReading.only(in: text, named: "2efe") == nil)
  }

  @Test("a container of an older launcher is a workspace, anyone else's is none")
  func older() {
    func text(_ name: String, _ labels: String) -> String {
      #"[{"Name":"\#(name)","State":{"Status":"exited"},"Config":{"Image":"i","Labels":\#(labels)}}]"#
    }
    let older = Workspace(name: "box", state: .stopped, image: "i")

    for label in ["codex-kit.workspace", "agent-kit.workspace"] {
      let marked = text("box", "{\"\(label)\":\"1\"}")
      #expect(ContainerReading.only(in: marked, named: "box")?.workspace == older)
    }
    #expect(
      ContainerReading.only(in: text("codex-ws-x", "null"), named: "codex-ws-x")?.workspace != nil)
    #expect(ContainerReading.only(in: text("db", "{}"), named: "db")?.workspace == nil)
    #expect(ContainerReading.workspaces(in: "not JSON") == [])
  }
}
