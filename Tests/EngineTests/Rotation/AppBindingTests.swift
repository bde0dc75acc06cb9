import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Binding the desktop app, with the real codex")
struct AppBindingTests {
  private let scene: RotationScene
  private let binding: AppBinding
  private static let ports = ServicePorts(provider: 47_110, backend: 47_111)

  init() throws {
    scene = try RotationScene()
    binding = try scene.binding()
  }

  static let files = [
    "# mine\nmodel = \"gpt-5\" # why\n\n[mcp_servers.x]\ncommand = \"true\"\n",
    "model = \"gpt-5\"\r\n\r\n[mcp_servers.x]\r\ncommand = \"true\"\r\n",
    "\u{FEFF}model = \"gpt-5\"\n[features]\n",
    "[[skills.config]]\npath = \"/nowhere\"\nenabled = false",
    "openai_base_url = \"http://127.0.0.1:9/v1\" # was here\nmodel = \"gpt-5\"\n",
    "",
  ]

  @Test(
    "only the one key changes, twice is once, and unbinding brings every byte back",
    arguments: files)
  func roundTrip(text: String) async throws {
    try scene.configure(text)

    #expect(try await binding.bind(to: Self.ports) == .bound)
    let bound = try scene.configuration()
    #expect(try await binding.bind(to: Self.ports) == .alreadyBound)

    #expect(try scene.configuration() == bound)
    let top = try #require(TOMLTopLevel(Array(bound.utf8)))
    let old = try #require(TOMLTopLevel(Array(text.utf8)))
    let address = try #require(top.text(of: "openai_base_url"))
    #expect(address.hasPrefix("http://127.0.0.1:47110/t/"))
    #expect(address.hasSuffix("/backend-api/codex"))
    #expect(top.removing("openai_base_url") == old.removing("openai_base_url"))
    #expect(try scene.files.status(scene.file)?.mode == .privateFile)
    #expect(try scene.tokens.all().map(\.name) == ["desktop-app"])
    #expect(try await binding.unbind() == .restored)
    #expect(try scene.configuration() == text)
    #expect(try await binding.unbind() == .notBound)
    #expect(try scene.tokens.all() == [])
  }

  @Test("without a configuration one is made, and goes again")
  func noFile() async throws {
    #expect(try await binding.bind(to: Self.ports) == .bound)
    #expect(try scene.configuration().hasPrefix("openai_base_url = \"http://127.0.0.1:47110/t/"))
    #expect(try await binding.unbind() == .restored)
    #expect(!scene.files.exists(scene.file))
  }

  @Test("what was changed meanwhile stays: only the key is taken out, and only if it is swop's")
  func changedMeanwhile() async throws {
    try scene.configure("a = 1\n")
    _ = try await binding.bind(to: Self.ports)
    try scene.configure(
      try scene.configuration() + "\n[projects.\"/x\"]\ntrust_level = \"trusted\"\n")

    #expect(try await binding.unbind() == .keyRemoved)
    #expect(
      try scene.configuration() == "a = 1\n\n[projects.\"/x\"]\ntrust_level = \"trusted\"\n")

    _ = try await binding.bind(to: Self.ports)
    try scene.configure("openai_base_url = \"http://127.0.0.1:9/v1\"\n")
    #expect(try await binding.unbind() == .notBound)
    #expect(try scene.configuration() == "openai_base_url = \"http://127.0.0.1:9/v1\"\n")
  }

  @Test("other ports are a new binding, and the old bytes are still what comes back")
  func otherPorts() async throws {
    try scene.configure("a = 1 # x\n")
    _ = try await binding.bind(to: Self.ports)

    #expect(
      try await binding.bind(to: ServicePorts(provider: 47_200, backend: 47_201)) == .bound)

    #expect(try scene.configuration().contains("http://127.0.0.1:47200/t/"))
    #expect(!(try scene.configuration().contains("47110")))
    #expect(try await binding.unbind() == .restored)
    #expect(try scene.configuration() == "a = 1 # x\n")
  }

  @Test(
    "a file that does not parse is never edited",
    arguments: [
      "a = \n", "model = \"gpt-5\"\n[broken\nx = 1\n", "model = 5\n", "[a]\nb = 1\n[a]\n",
    ])
  func broken(text: String) async throws {
    try scene.configure(text)

    let error = await #expect(throws: RotationError.self) {
      try await binding.bind(to: Self.ports)
    }

    #expect(error?.code == "configuration_unusable", "\(String(describing: error))")
    #expect(try scene.configuration() == text)
    #expect(!scene.files.exists(scene.layout.pool.path / "app.json"))
    #expect(try scene.tokens.all() == [])
  }

  @Test("a binding that cannot be written leaves no token, no note and the file as it was")
  func refused() async throws {
    let text = "model = \"gpt-5\"\n"
    try scene.configure(text)
    let files = RefusingFileSystem(scene.files)
    let file = scene.file
    files.fail { operation, path in operation == "replace" && path == file ? .noSpace : nil }
    let binding = try scene.binding(files)

    await #expect(throws: (any Error).self) { try await binding.bind(to: Self.ports) }

    #expect(!binding.isBound)
    #expect(try scene.configuration() == text)
    #expect(!scene.files.exists(scene.layout.pool.path / "app.json"))
    #expect(try scene.tokens.all() == [])
  }

  @Test("a configuration that is kept elsewhere and linked stays linked")
  func linked() async throws {
    try scene.configure("")
    try scene.files.remove(scene.file)
    let elsewhere = scene.folder / "dotfiles.toml"
    try scene.files.replace(elsewhere, with: Data("a = 1\n".utf8), mode: .privateFile)
    try scene.files.createLink(scene.file, to: elsewhere)

    _ = try await binding.bind(to: Self.ports)
    #expect(try scene.files.status(scene.file)?.kind == .link)
    #expect(try scene.configuration().contains("openai_base_url"))
    _ = try await binding.unbind()

    #expect(String(decoding: try scene.files.read(elsewhere), as: UTF8.self) == "a = 1\n")
  }
}

extension RotationScene {
  var file: FilePath { layout.sharedHome / "config.toml" }

  func configure(_ text: String) throws {
    try files.createFolder(layout.sharedHome, mode: .privateFolder)
    try files.replace(file, with: Data(text.utf8), mode: .privateFile)
  }

  func configuration() throws -> String {
    String(decoding: try files.read(file), as: UTF8.self)
  }

  /// A binding that the newest codex checks.
  func binding(_ bindingFiles: (any FileSystem)? = nil) throws -> AppBinding {
    let scratch = folder / "scratch"
    let codex = try RealCodex(version: RealCodex.versions[0])
    let command = codex.command([], home: scratch)
    let binary = CodexBinary(
      path: codex.executable, realPath: codex.executable, origin: .option, form: .native,
      version: try #require(CodexVersion(RealCodex.versions[0])))
    let clock = SystemTimeSource()
    return AppBinding(
      layout: layout, files: bindingFiles ?? files,
      locks: LockRoom(
        folder: layout.locks, files: files, time: clock, process: PosixProcessRunner().current),
      time: time, tokens: tokens,
      check: ConfigurationCheck(
        CodexHome(binary: binary, folder: scratch, environment: command.environment),
        files: files, runner: PosixProcessRunner(), time: clock))
  }
}
