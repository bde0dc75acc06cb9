import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

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
    var said = text?.split(separator: "\n").last.map(String.init) ?? ""
    if said.hasPrefix("exec swop") {
      said = LoopProbe.answer(in: command.environment, from: "/opt/swop") ?? "no probe"
    }
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
        "no such file", "it is a folder", "it is not executable",
        "its version 0.140.0 is older than 0.144.4, the oldest that swop runs",
        "it did not print a version of codex",
        "it did not print a version of codex and ended with status 3",
        "it starts /opt/swop, which would start it again without end", "it is swop itself",
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
    let reason = "no such file"
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

  @Test("a script that goes to a home of its own is refused once with that home, and remembered")
  func ownHome() async throws {
    let place = try put("codex", "#!/bin/sh\ncodex-cli 0.163.0")
    let other = folder / "other"
    try files.createFolder(other, mode: .privateFolder)
    let home = Mutex<FilePath?>(other)
    let conversation = ScriptedConversation { line in
      guard let message = try? JSONReader.value(in: Array(line.utf8)), let id = message["id"]
      else { return [] }
      let told = self.told(home.withLock { $0 })
      return [JSONWriter.line(["id": id, "result": ["codexHome": .string(told)]])]
    }
    let runner = ScriptedProcessRunner(
      run: { _ in
        .success(
          ProcessOutput(
            end: .exited(0), standardOutput: Array("codex-cli 0.163.0\n".utf8),
            standardError: []))
      }, start: { _ in .success(conversation) })
    let search = CodexSearch(
      CodexCheck(
        runner: runner, files: files, time: time, cache: cache,
        environment: ProcessEnvironment(["CODEX_SQLITE_HOME": "/nowhere", "KEPT": "1"]),
        ownExecutable: nil, probes: folder / "run"))

    for _ in 0..<2 {
      let error = await #expect(throws: CodexBinaryError.self) {
        try await search.resolve(places(option: place))
      }
      #expect(error?.message.contains("sets CODEX_HOME to \(other) itself") == true)
    }
    #expect(conversation.written.count { $0.contains("initialize\"") } == 1)
    // It would make its databases there.
    let probe = runner.commands.first { $0.arguments.contains("app-server") }
    #expect(probe?.environment["KEPT"] == "1")
    #expect(probe?.environment["CODEX_SQLITE_HOME"] == nil)
    home.withLock { $0 = nil }
    time.advance(by: .seconds(3_601))

    #expect(try await search.resolve(places(option: place)).form == .script)
    #expect(try files.list(folder / "run") == [])
  }

  /// The home that a scripted codex says it works in: its own, else the probe's.
  private func told(_ own: FilePath?) -> String {
    (own ?? folder / "run" / "probe-4242").text
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
