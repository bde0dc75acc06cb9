import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("Copying the configuration")
struct ConfigurationCopyTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
    try files.createFolder(shared, mode: .privateFolder)
    try files.createFolder(home, mode: .privateFolder)
  }

  private var shared: FilePath { folder / ".codex" }
  private var home: FilePath { folder / "sandbox" }
  private var copy: ConfigurationCopy { ConfigurationCopy(from: shared, files: files) }

  private func write(_ path: FilePath, _ text: String, mode: FileMode = .sharedFile) throws {
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: mode)
  }

  /// Every file below a folder with its text and mode.
  private func contents(_ folder: FilePath, _ prefix: String = "") throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try files.list(folder) {
      let status = try #require(try files.status(folder / name))
      if status.kind == .folder {
        result.merge(try contents(folder / name, prefix + name + "/")) { $1 }
      } else {
        let text = String(decoding: try files.read(folder / name), as: UTF8.self)
        result[prefix + name] = "\(status.mode) \(text)"
      }
    }
    return result
  }

  @Test("what people configured arrives, readable for the owner only; programs stay programs")
  func copies() throws {
    try write(shared / "config.toml", "model = 1")
    try write(shared / "fast.config.toml", "model = 2")
    try write(shared / "AGENTS.md", "be kind")
    try write(shared / "skills" / "a" / "SKILL.md", "skill")
    try write(shared / "skills" / "a" / "run.sh", "program", mode: FileMode(bits: 0o755))

    try copy.copy(into: home)

    #expect(
      try contents(home) == [
        "config.toml": "0600 model = 1", "fast.config.toml": "0600 model = 2",
        "AGENTS.md": "0600 be kind", "skills/a/SKILL.md": "0600 skill",
        "skills/a/run.sh": "0700 program",
      ])
    #expect(try files.status(home / "skills")?.mode == .privateFolder)
    #expect(try copy.leftOut() == [])
  }

  @Test("sign-ins, conversations and everything else that no one configured stay behind")
  func leavesTheRest() throws {
    let others =
      SharingList.neverShared.keys
      + SharingList.entries.filter { $0.condition == .withHistory }.map(\.name)
      + ["state_5.sqlite", ".config.toml", "my-notes.txt", "config.toml.bak"]
    for name in others { try write(shared / name, "not this") }
    try write(shared / "rules" / "default.rules", "this")

    try copy.copy(into: home)

    #expect(try contents(home) == ["rules/default.rules": "0600 this"])
  }

  @Test("no link is followed, neither at the top nor deep inside, and each is named")
  func followsNoLink() throws {
    try write(folder / "auth.json", "secret")
    try write(folder / "secrets" / "key", "secret")
    try files.createLink(shared / "config.toml", to: folder / "auth.json")
    try files.createLink(shared / "prompts", to: folder / "secrets")
    try files.createLink(shared / "AGENTS.md", to: folder / "nowhere")
    try write(shared / "skills" / "a" / "SKILL.md", "skill")
    try files.createLink(shared / "skills" / "a" / "deep", to: folder / "secrets")

    try copy.copy(into: home)

    #expect(try contents(home) == ["skills/a/SKILL.md": "0600 skill"])
    #expect(
      try copy.leftOut() == [
        shared / "AGENTS.md", shared / "config.toml", shared / "prompts",
        shared / "skills" / "a" / "deep",
      ])
  }

  @Test("without a shared home there is nothing to copy")
  func nothingThere() throws {
    try files.removeTree(shared)

    try copy.copy(into: home)

    #expect(try files.list(home) == [])
    #expect(try copy.leftOut() == [])
  }
}
