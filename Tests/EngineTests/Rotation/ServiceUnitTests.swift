import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Files for the service managers")
struct ServiceUnitTests {
  private let folder: TemporaryFolder
  private let runner = PosixProcessRunner()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("systemd takes the unit, with odd paths and values")
  func systemd() async throws {
    let unit = try unit(program: "/bin/true", root: "/srv/a b%n$HOME/\"q\"\\x")
    let file = folder / "swop-proxy.service"
    try write(SystemdUnit.text(unit, socket: "swop-proxy.socket"), to: file)
    let ports = ServicePorts(provider: 20_000, backend: 20_001)
    try write(SystemdUnit.socketText(ports), to: folder / "swop-proxy.socket")

    let output = try await runner.run(
      ProcessCommand(
        executable: "/usr/bin/systemd-analyze",
        arguments: ["verify", "--user", Argument(file.text)],
        environment: ProcessEnvironment(["XDG_RUNTIME_DIR": folder.path.text, "HOME": "/root"])),
      limit: .seconds(60))

    let said = String(decoding: output.standardError.reveal(), as: UTF8.self)
    #expect(output.end == .exited(0) && !said.contains("swop-proxy.service:"), "\(said)")
  }

  @Test("the unit names the program, the root and what the service needs, and nothing else")
  func systemdText() throws {
    let text = SystemdUnit.text(try unit(program: "/opt/s w/swop", root: "/home/me/50%"))

    #expect(
      text.contains("ExecStart=\"/opt/s w/swop\" \"proxy\" \"run\" \"--keeper\" \"systemd\"\n"))
    #expect(text.contains("Environment=\"SWOP_ROOT=/home/me/50%%\"\n"))
    #expect(text.contains("Environment=\"HTTPS_PROXY=http://cache.test:3128\"\n"))
    #expect(text.contains("Restart=on-failure\n"))
    #expect(!text.contains("SECRET"))
  }

  @Test("the socket's unit holds both ports on 127.0.0.1, and the service waits for it")
  func socketText() throws {
    let socket = SystemdUnit.socketText(ServicePorts(provider: 20_000, backend: 20_001))
    let service = SystemdUnit.text(
      try unit(program: "/opt/swop", root: "/home/me/.swop"), socket: "swop-proxy.socket")

    #expect(socket.contains("ListenStream=127.0.0.1:20000\nListenStream=127.0.0.1:20001\n"))
    #expect(socket.contains("WantedBy=sockets.target\n"))
    #expect(service.contains("Wants=swop-proxy.socket\nAfter=swop-proxy.socket\n"))
  }

  @Test("launchd's property list is one, and says the same")
  func launchd() async throws {
    let unit = try unit(program: "/opt/a&b/<swop>", root: "/Users/me/ü & co")
    let file = folder / "swop.plist"
    try write(LaunchAgent.text(unit, label: "swop-proxy"), to: file)

    let output = try await runner.run(
      ProcessCommand(
        executable: "/usr/bin/env",
        arguments: [
          "python3", "-c",
          """
          import json, plistlib, sys
          print(json.dumps(plistlib.load(open(sys.argv[1], 'rb')), sort_keys=True))
          """, Argument(file.text),
        ], environment: ThisProcess.environment), limit: .seconds(60))

    let text = String(decoding: output.standardOutput.reveal(), as: UTF8.self)
    #expect(output.end == .exited(0), "\(output)")
    #expect(
      text.contains(
        "\"ProgramArguments\": [\"/opt/a&b/<swop>\", \"proxy\", \"run\", \"--keeper\", \"launchd\"]"
      ))
    #expect(text.contains("\"KeepAlive\": {\"SuccessfulExit\": false}"))
    #expect(text.contains("\"SWOP_ROOT\": \"/Users/me/\\u00fc & co\""))
  }

  @Test("one root has the plain name, another one a name of its own")
  func names() throws {
    let unit = try unit(program: "/bin/true", root: "/srv/other")

    #expect(unit.name(isUsualRoot: true) == "swop-proxy")
    #expect(unit.name(isUsualRoot: false) == "swop-proxy-1c8a9161")
  }

  private func unit(program: FilePath, root: FilePath) throws -> ServiceUnit {
    ServiceUnit(
      program: program, root: root, log: folder / "proxy.log",
      inherited: ProcessEnvironment([
        "HOME": "/home/me", "PATH": "/usr/bin:/bin", "HTTPS_PROXY": "http://cache.test:3128",
        "MY_SECRET": "SECRET",
      ]))
  }

  private func write(_ text: String, to path: FilePath) throws {
    try DiskFileSystem().replace(path, with: Data(text.utf8), mode: .privateFile)
  }
}
