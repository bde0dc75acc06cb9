import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("CodexInstaller")
struct CodexInstallerTests {
  private let scene: InstallScene

  init() throws {
    scene = try InstallScene()
  }

  @Test("npm fetches any version into a folder of its own, which is used from then on")
  func npm() async throws {
    let installer = try scene.installer(managers: ["npm", "pip"])

    let outcome = try await installer.install(CodexVersion(0, 156, 0), with: nil)

    #expect(outcome.version == CodexVersion(0, 156, 0) && outcome.manager == .npm)
    #expect(outcome.program == scene.bin / "0.156.0" / "codex")
    #expect(installer.installed.places == [scene.bin / "0.156.0" / "codex"])
    let words = try #require(scene.runner.arguments.first)
    #expect(words.prefix(4) == ["install", "--global", "--no-audit", "--no-fund"])
    #expect(words.last == "@openai/codex@0.156.0")
    #expect(try scene.files.list(scene.bin) == ["0.156.0", "current"])
  }

  @Test("Homebrew's only version is copied, so that its next update does not replace it")
  func homebrew() async throws {
    let installer = try scene.installer(managers: ["brew"])

    let outcome = try await installer.install(nil, with: .homebrew)
    try scene.files.remove(scene.tools / "codex")

    #expect(outcome.version == CodexVersion(0, 163, 0))
    #expect(installer.installed.isThere(CodexVersion(0, 163, 0)))
    let error = await #expect(throws: InstallError.self) {
      try await installer.install(CodexVersion(0, 150, 0), with: .homebrew)
    }
    #expect(error == .noVersions(.homebrew))
  }

  @Test("versions are side by side; changing, going back and cleaning up touch no other")
  func sideBySide() async throws {
    let installer = try scene.installer(managers: ["npm"])
    for minor in [150, 154, 156, 163] {
      _ = try await installer.install(CodexVersion(0, minor, 0), with: nil)
    }
    let installed = installer.installed

    #expect(installed.versions.map(\.minor) == [163, 156, 154, 150])
    #expect(try await installer.rollBack().version.minor == 156)
    #expect(try await installer.rollBack().version.minor == 163)
    #expect(try await installer.use(CodexVersion(0, 150, 0)).version.minor == 150)
    // It is there already: nothing is fetched.
    let count = scene.runner.commands.count
    #expect(try await installer.install(CodexVersion(0, 163, 0), with: nil).manager == nil)
    #expect(scene.runner.commands.count == count)

    let removed = try await installer.prune(keeping: 0, running: [CodexVersion(0, 156, 0)])
    #expect(removed.map(\.minor) == [154])
    #expect(installed.versions.map(\.minor) == [163, 156, 150])
    let missing = await #expect(throws: InstallError.self) {
      try await installer.use(CodexVersion(0, 154, 0))
    }
    #expect(missing?.code == "not_installed")
  }

  @Test(
    "what fails leaves what is used as it was, and nothing behind",
    arguments: ["fails", "nothing", "other", "broken"])
  func failures(kind: String) async throws {
    let installer = try scene.installer(managers: ["npm"])
    _ = try await installer.install(CodexVersion(0, 156, 0), with: nil)
    scene.script.mood.withLock { $0 = kind }

    let error = await #expect(throws: InstallError.self) {
      try await installer.install(CodexVersion(0, 163, 0), with: nil)
    }

    let codes = [
      "fails": "install_failed", "nothing": "install_failed", "other": "other_version",
      "broken": "codex_unusable",
    ]
    #expect(error?.code == codes[kind])
    let message = error?.message ?? "secret"
    #expect(!message.contains("secret"))
    #expect(installer.installed.current == CodexVersion(0, 156, 0))
    #expect(try scene.files.list(scene.bin) == ["0.156.0", "current"])
  }

  @Test("without a package manager it says so")
  func noManager() async throws {
    let installer = try scene.installer(managers: [])

    let none = await #expect(throws: InstallError.self) {
      try await installer.install(nil, with: nil)
    }
    let named = await #expect(throws: InstallError.self) {
      try await installer.install(nil, with: .pip)
    }

    #expect(none == .noManager && named == .missingManager(.pip))
    let back = await #expect(throws: InstallError.self) { try await installer.rollBack() }
    #expect(back == .noPrevious)
  }

  @Test("a chosen version that is gone is noticed, and another one found")
  func gone() async throws {
    let installer = try scene.installer(managers: ["npm"])
    for minor in [150, 156] {
      _ = try await installer.install(CodexVersion(0, minor, 0), with: nil)
    }
    try scene.files.removeTree(scene.bin / "0.156.0")

    #expect(installer.installed.leadsNowhere)
    try installer.installed.relink(random: SystemRandom())
    #expect(installer.installed.current == CodexVersion(0, 150, 0))
    #expect(!installer.installed.leadsNowhere)
  }

  @Test(
    "the real pip installs two versions from a folder of wheels, and a run keeps the one it started"
  )
  func pip() async throws {
    let wheels = scene.folder / "wheels"
    try await CodexWheels.make(["0.156.0", "0.163.0"], in: wheels)
    let installer = try scene.realInstaller(wheels: wheels)

    let first = try await installer.install(CodexVersion(0, 156, 0), with: .pip)
    let run = try PosixProcessRunner().start(
      ProcessCommand(
        executable: first.program, arguments: ["wait"],
        environment: ProcessEnvironment(["PATH": "/usr/bin:/bin"])))
    #expect(try await run.readLine() == "waiting")
    let second = try await installer.install(nil, with: .pip)
    let back = try await installer.rollBack()

    #expect([first, second, back].map(\.version.minor) == [156, 163, 156])
    #expect(installer.installed.versions.map(\.minor) == [163, 156])
    try await run.write(line: "go on")
    #expect(try await run.readLine() == "0.156.0 goes on")
    await run.finish(grace: .seconds(10))
  }

  @Test(
    "versions are written as Python's packages write them",
    arguments: [
      ("0.163.0", "0.163.0"), ("0.164.0-alpha.4", "0.164.0a4"), ("0.164.0-beta.1", "0.164.0b1"),
      ("0.164.0-rc.2", "0.164.0rc2"), ("0.164.0-x", "0.164.0-x"),
    ])
  func pythonVersions(text: String, python: String) throws {
    #expect(PackageManager.pythonText(try #require(CodexVersion(text))) == python)
  }
}
