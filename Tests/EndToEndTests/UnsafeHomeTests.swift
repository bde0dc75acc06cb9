import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Folders that others can change, end to end")
struct UnsafeHomeTests {
  /// A root whose settings name a program that leaves a trace.
  private struct Trap {
    let folder: TemporaryFolder
    let files = DiskFileSystem()
    var root: FilePath { folder / "home/.swop" }
    var trace: FilePath { folder / "ran" }

    init() throws {
      folder = try TemporaryFolder()
      try files.setMode(folder.path, FileMode(bits: 0o755))
      for path in [folder / "home", folder / "home/.swop"] {
        try files.createFolder(path, mode: FileMode(bits: 0o755))
      }
      let script = "#!/bin/sh\ntouch \(trace)\necho codex-cli 0.163.0\n"
      try files.replace(
        folder / "evil", with: Data(script.utf8), mode: FileMode(bits: 0o755))
      let settings = "{\"codex\":{\"path\":\"\(folder / "evil")\"}}"
      try files.replace(root / "config.json", with: Data(settings.utf8), mode: .privateFile)
    }

    func swop(_ line: String) async throws -> Printed {
      let words = line.split(separator: " ").map { Argument(String($0)) }
      let command = ProcessCommand(
        executable: try Program.swop, arguments: words,
        environment: ProcessEnvironment(["HOME": (folder / "home").text, "PATH": "/usr/bin:/bin"]),
        directory: folder.path)
      return Printed(try await PosixProcessRunner().run(command, limit: .seconds(30)))
    }
  }

  @Test("nothing that others could have changed is run, and doctor --fix takes the right from them")
  func writable() async throws {
    let trap = try Trap()
    try trap.files.setMode(trap.root, FileMode(bits: 0o777))
    try trap.files.setMode(trap.folder / "home", FileMode(bits: 0o777))

    for line in ["status", "doctor", "binary check", "codex exec hi", "add x --device-auth"] {
      let refused = try await trap.swop(line)
      #expect(refused.status == 1, "\(line): \(refused)")
      #expect(refused.errors.contains("/home (mode 0777)"), "\(line): \(refused)")
    }
    #expect(try trap.files.list(trap.root) == ["config.json"])
    let fixed = try await trap.swop("doctor --fix")
    #expect(fixed.status == 0, "\(fixed)")
    #expect(!trap.files.exists(trap.trace))

    #expect(try await trap.swop("status").status == 0)
    #expect(try await trap.swop("binary check").output.contains("codex 0.163.0"))
  }

  @Test(
    "root does not touch the folder of a user, nor obey settings of one",
    .enabled(if: ThisMachine().currentUser == 0, "needs root, to give files away"),
    arguments: ["home", "home/.swop", "home/.swop/config.json"])
  func foreign(path: String) async throws {
    let trap = try Trap()
    try #require(chown((trap.folder / path).text, 4_242, 4_242) == 0)

    for line in ["status", "doctor", "doctor --fix", "binary check"] {
      let refused = try await trap.swop(line)
      #expect(refused.status == 1, "\(line): \(refused)")
      let said = refused.errors + refused.output
      #expect(said.contains("\(trap.folder / path) belongs to user 4242"), "\(line): \(refused)")
    }
    #expect(!trap.files.exists(trap.trace))
    #expect(try trap.files.list(trap.root) == ["config.json"])
  }

  @Test("a home where no folder can be made gets one sentence", arguments: ["/proc", "/dev/null"])
  func impossible(home: String) async throws {
    for line in [["status"], ["add", "x", "--device-auth"], ["doctor"], ["events"]] {
      let command = ProcessCommand(
        executable: try Program.swop, arguments: line.map { Argument($0) },
        environment: ProcessEnvironment(["HOME": home, "PATH": "/usr/bin:/bin"]), directory: "/")
      let ended = Printed(try await PosixProcessRunner().run(command, limit: .seconds(30)))

      #expect(ended.status < 128, "\(line): \(ended)")
      if line != ["doctor"] {
        #expect(ended.status == 1, "\(line): \(ended)")
        #expect(ended.errors.hasPrefix("swop: Cannot "), "\(line): \(ended)")
      }
    }
  }
}
