import EngineCodex
import EngineKernel
import EngineSystem
import TestSupport
import Testing

@Suite("CodexSearch")
struct CodexSearchTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let cache = MemoryValueCache()
  private let time = ManualTimeSource()

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A runner that prints what each file holds after `#!`, or a version for a native one.
  private let runner = ScriptedProcessRunner(run: { command in
    let text = (try? DiskFileSystem().read(command.executable)).map {
      String(decoding: $0, as: UTF8.self)
    }
    let said = text?.split(separator: "\n").last.map(String.init) ?? ""
    let end = said.hasPrefix("exit ") ? Int32(said.dropFirst(5)) ?? 0 : 0
    return .success(
      ProcessOutput(
        end: .exited(end), standardOutput: Array("WARNING: x\n\(said)\n".utf8), standardError: []))
  })

  private func search(own: FilePath? = nil) -> CodexSearch {
    CodexSearch(
      CodexCheck(
        runner: runner, files: files, time: time, cache: cache,
        environment: ProcessEnvironment(["PATH": "/nowhere"]), ownExecutable: own))
  }

  private func put(
    _ name: String, _ text: String = "codex-cli 0.163.0", mode: UInt16 = 0o755
  ) throws -> FilePath {
    let path = folder / name
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: FileMode(bits: mode))
    return path
  }

  private func places(
    option: FilePath? = nil, setting: FilePath? = nil, installed: [FilePath] = [],
    _ environment: [String: String] = [:]
  ) -> CodexPlaces {
    CodexPlaces(
      option: option, setting: setting, installed: installed,
      environment: ProcessEnvironment(environment))
  }

  @Test("looks where the specification says, in its order, and at each file once")
  func order() {
    let places = places(
      option: "/o", setting: "/s", installed: ["/i/codex"],
      ["SWOP_CODEX_BIN": "/v", "PATH": "/a::relative:/usr/bin:/a", "HOME": "/h"])

    let shown = places.all.map { "\($0.origin.rawValue) \($0.path)" }
    #expect(
      shown.prefix(6) == [
        "option /o", "variable /v", "setting /s", "installed /i/codex", "search_path /a/codex",
        "search_path /usr/bin/codex",
      ])
    #expect(shown.contains("usual_place /h/.local/bin/codex"))
    #expect(Set(places.all.map(\.path)).count == places.all.count)
  }

  @Test("takes the first that can be run, and passes by what cannot, with the reason")
  func winner() async throws {
    _ = try put("folder/codex/inner")
    _ = try put("plain/codex", mode: 0o644)
    _ = try put("old/codex", "codex-cli 0.140.0")
    _ = try put("other/codex", "something else 1.0")
    _ = try put("failing/codex", "exit 3")
    _ = try put("shim/codex", "#!/bin/sh\nexec swop codex \"$@\"\n")
    let own = try put("own/codex", "swop")
    let good = try put("good/real", "#!/usr/bin/env node\ncodex-cli 0.156.0")
    try files.createFolder(folder / "npm", mode: .privateFolder)
    try files.createLink(folder / "npm/codex", to: good)
    try files.createFolder(folder / "gone", mode: .privateFolder)
    try files.createLink(folder / "gone/codex", to: folder / "nowhere")
    let names = [
      "empty", "folder", "plain", "old", "other", "failing", "shim", "own", "gone", "npm",
    ]
    let path = names.map { (folder / $0).text }.joined(separator: ":")
    let places = places(["PATH": path])

    let candidates = await search(own: own).candidates(places)
    let winner = try await search(own: own).resolve(places)

    #expect(
      candidates.prefix(names.count).map { $0.flaw ?? "usable" } == [
        "there is no such file", "it is a folder", "it is not executable",
        "its version 0.140.0 is older than 0.144.4, the oldest that swop runs",
        "it did not print a version of codex",
        "it did not print a version of codex and ended with status 3",
        "it is a script that starts swop", "it is swop itself",
        "it is a link that leads nowhere", "usable",
      ])
    #expect(
      winner
        == CodexBinary(
          path: folder / "npm/codex", realPath: good, origin: .searchPath, form: .script,
          version: CodexVersion(0, 156, 0)))
    #expect(runner.commands.allSatisfy { $0.environment["CODEX_HOME"] == "/dev/null/none" })
  }

  @Test("lets nothing take the place of a file that was named")
  func named() async throws {
    let good = try put("good/codex")
    let bad = folder / "bad"
    let path = ["PATH": good.parent.text]

    let option = await #expect(throws: CodexBinaryError.self) {
      try await search().resolve(places(option: bad, path))
    }
    let variable = await #expect(throws: CodexBinaryError.self) {
      try await search().resolve(places(path.merging(["SWOP_CODEX_BIN": bad.text]) { $1 }))
    }
    let setting = await #expect(throws: CodexBinaryError.self) {
      try await search().resolve(places(setting: bad, path))
    }
    let installed = try await search().resolve(places(installed: [bad], path))

    let relative = await #expect(throws: CodexBinaryError.self) {
      try await search().resolve(places(path.merging(["SWOP_CODEX_BIN": "codex"]) { $1 }))
    }
    #expect(
      relative
        == .unusable(path: "codex", origin: .variable, reason: "its path is not absolute"))
    let reason = "there is no such file"
    #expect(option == .unusable(path: bad, origin: .option, reason: reason))
    #expect(variable == .unusable(path: bad, origin: .variable, reason: reason))
    #expect(setting == .unusable(path: bad, origin: .setting, reason: reason))
    #expect(option?.outcome == .codexUnusable)
    #expect(installed.path == good)
  }

  @Test("asks a file for its version once, and again when the file changes")
  func cached() async throws {
    let path = try put("codex")
    let places = places(option: path)

    _ = try await search().resolve(places)
    _ = try await search().resolve(places)
    #expect(runner.commands.count == 1)
    _ = try put("codex", "codex-cli 0.164.0")
    let newer = try await search().resolve(places)

    #expect(newer.version == CodexVersion(0, 164, 0))
    #expect(runner.commands.count == 2)
  }

  @Test("believes a script for an hour only: what it starts can change without it")
  func scriptAge() async throws {
    let places = places(option: try put("codex", "#!/bin/sh\ncodex-cli 0.163.0"))
    _ = try await search().resolve(places)
    time.advance(by: .seconds(3_600))
    _ = try await search().resolve(places)
    #expect(runner.commands.count == 1)

    time.advance(by: .seconds(1))
    _ = try await search().resolve(places)

    #expect(runner.commands.count == 2)
  }

  @Test("says which is too old, and how to get one when there is none")
  func none() async throws {
    let old = try put("old/codex", "codex-cli 0.140.0")
    let broken = try put("broken/codex", "?")
    let path = "\(broken.parent):\(old.parent)"

    let tooOld = await #expect(throws: CodexBinaryError.self) {
      try await search().resolve(places(["PATH": path]))
    }
    let missing = CodexBinaryError.notFound

    #expect(tooOld == .tooOld(path: old, version: CodexVersion(0, 140, 0)))
    #expect((missing.outcome, missing.outcome.rawValue) == (.codexUnusable, 5))
    #expect(missing.remedy?.contains("npm install --global @openai/codex") == true)
  }
}
