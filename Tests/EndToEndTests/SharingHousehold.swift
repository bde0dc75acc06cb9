import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore
@testable import EngineStandin

/// A household with two relaxed accounts, `work` and `home`, and words for what they share.
struct SharingHousehold {
  let house: Household
  let files = DiskFileSystem()

  static let labels = ["work", "home"]

  /// Both accounts signed in, nothing run yet.
  init() async throws {
    house = try await Household(Self.labels.map { StandinAccount($0) })
    for label in Self.labels {
      let tokens = try #require(await house.server.standin.signIn(label))
      let file = house.folder / "\(label).json"
      try files.replace(file, with: tokens.authFile.reveal(), mode: .privateFile)
      let added = try await house.swop(["add", label, "--import", file.text])
      try #require(added.status == 0, "\(added)")
    }
  }

  func own(_ label: String, _ name: String) -> FilePath {
    house.layout.accounts / label / "codex" / name
  }

  func shared(_ name: String) -> FilePath { house.layout.sharedHome / name }

  /// Puts a file on the shared side, as a person would.
  func share(_ name: String, _ text: String) throws { try write(shared(name), text) }

  func write(_ path: FilePath, _ text: String) throws {
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  func text(_ path: FilePath) throws -> String {
    String(decoding: try files.read(path), as: UTF8.self)
  }

  /// One task of codex on an account; `words` stand before the prompt.
  func exec(_ label: String, _ words: [String] = [], prompt: String = "say hi") async throws
    -> Printed
  {
    try await codex(label, ["exec", "--skip-git-repo-check"] + words + [prompt])
  }

  func codex(_ label: String, _ words: [String]) async throws -> Printed {
    try await house.swop(["codex", "--account", label] + words)
  }

  /// The text of every conversation on the shared side.
  func conversations(in name: String = "sessions") throws -> [String] {
    try rollouts(shared(name)).map(text)
  }

  private func rollouts(_ folder: FilePath) throws -> [FilePath] {
    guard files.exists(folder) else { return [] }
    return try files.list(folder).flatMap { name in
      let path = folder / name
      if try files.status(path)?.kind == .folder { return try rollouts(path) }
      return name.hasPrefix("rollout-") ? [path] : []
    }
  }

  /// The conversations of the turns so far, with their accounts, in order.
  func turns() async -> [(account: String?, thread: String?)] {
    await house.turns().map { ($0.account, $0.threadID) }
  }

  /// The link of an account is there, and leads to the shared side.
  func expectLink(_ label: String, _ name: String) throws {
    let path = own(label, name)
    #expect(try files.status(path)?.kind == .link, "\(path)")
    #expect(try files.linkTarget(path) == shared(name))
  }

  /// Whatever ran, no part of a sign-in is a link or anyone else's.
  func expectOwnSignIns() throws {
    for label in Self.labels {
      for name in ["auth.json", ".credentials.json"] where files.exists(own(label, name)) {
        let status = try #require(try files.status(own(label, name)))
        #expect(status.kind == .file && status.mode == .privateFile, "\(own(label, name))")
        // While it runs, a run keeps a second name of the sign-in beside it, and no one else does.
        let names: UInt64 =
          name == "auth.json" && files.exists(own(label, ".swop-auth.json")) ? 2 : 1
        #expect(status.linkCount == names, "\(own(label, name))")
      }
      #expect(!files.exists(shared("auth.json")))
    }
    #expect(try text(own("work", "auth.json")) != text(own("home", "auth.json")))
  }
}

extension SharingHousehold {
  /// What codex's app-server answers to one request on an account.
  func ask(_ label: String, _ method: String, _ parameters: JSONValue) async throws -> String {
    let server = try house.runner.start(
      ProcessCommand(
        executable: try Program.swop,
        arguments: ["codex", "--account", Argument(label), "app-server"],
        environment: house.environment, directory: house.folder / "work"))
    let client: JSONValue = ["name": "tests", "title": "tests", "version": "1"]
    try await server.write(
      line: JSONWriter.line(
        ["id": .number("1"), "method": "initialize", "params": ["clientInfo": client]]))
    try await server.write(line: JSONWriter.line(["method": "initialized"]))
    try await server.write(
      line: JSONWriter.line(
        ["id": .number("2"), "method": .string(method), "params": parameters]))
    var answer: String?
    while answer == nil, let line = try await server.readLine() {
      if try JSONReader.value(in: Array(line.utf8))["id"] == .number("2") { answer = line }
    }
    await server.finish(grace: .seconds(10))
    return try #require(answer)
  }
}

/// Which paths of the shared home relaxed sandboxes are meant to share: the sharing list, and codex's
/// databases with the lock of their upkeep, which `CODEX_SQLITE_HOME` leads there.
struct SharedPlaces {
  let home: FilePath

  /// Whether a path is one of them.
  func contains(_ path: FilePath) -> Bool {
    guard path.isInside(home), path != home else { return false }
    return isDatabase(path) || SharingList.entries.contains { holds($0, path) }
  }

  private func isDatabase(_ path: FilePath) -> Bool {
    guard path.parent == home else { return false }
    return path.name == ".sqlite-maintenance.lock"
      || ["", "-wal", "-shm", "-journal"].contains { path.name.hasSuffix(".sqlite" + $0) }
  }

  private func holds(_ entry: SharedEntry, _ path: FilePath) -> Bool {
    switch entry.kind {
    case .file: path == home / entry.name
    case .readFolder, .writtenFolder: path.isInside(home / entry.name)
    case .filesEnding: path.parent == home && path.name.hasSuffix(entry.name)
    }
  }
}

/// Codex's own screen on a terminal of tmux, which is typed into and read.
struct SharingScreen {
  private let at: SharingHousehold
  private var socket: FilePath { at.house.folder / "tmux" }

  /// Opens the screen on an account, plays a scene, and ends the terminal whatever happens.
  static func play(
    _ at: SharingHousehold, on label: String, _ scene: (SharingScreen) async throws -> Void
  ) async throws {
    // The folder is trusted, so that no question stands before the prompt.
    let settings = at.shared("config.toml")
    let text = at.files.exists(settings) ? try at.text(settings) : ""
    let trust = "[projects.\"\(at.house.folder / "work")\"]\ntrust_level = \"trusted\"\n"
    try at.write(settings, text + trust)
    let screen = SharingScreen(at: at)
    let words = [try Program.swop.text, "codex", "--account", label]
    try await screen.tmux(["new-session", "-d", "-x", "120", "-y", "40"] + words)
    do {
      try await screen.see("for shortcuts")
      try await scene(screen)
    } catch {
      _ = try? await screen.tmux(["kill-server"])
      throw error
    }
    try await screen.tmux(["kill-server"])
  }

  /// Types a text and sends it.
  func send(_ text: String) async throws {
    try await type(text)
    try await see(text)
    try await tmux(["send-keys", "Enter"])
  }

  /// Types a text.
  func type(_ text: String) async throws { try await tmux(["send-keys", "-l", text]) }

  /// Waits until the screen shows a text.
  func see(_ text: String) async throws {
    let time = SystemTimeSource()
    var shown = ""
    for _ in 0..<300 {
      shown = try await tmux(["capture-pane", "-p", "-J"])
      if shown.contains(text) { return }
      try await time.sleep(for: .milliseconds(200))
    }
    throw NotSeen(text: text, shown: shown)
  }

  struct NotSeen: Error {
    let text: String
    let shown: String
  }

  @discardableResult
  private func tmux(_ words: [String]) async throws -> String {
    let command = ProcessCommand(
      executable: "/usr/bin/env",
      arguments: (["tmux", "-S", socket.text, "-f", "/dev/null"] + words).map { Argument($0) },
      environment: at.house.environment, directory: at.house.folder / "work")
    let result = Printed(try await at.house.runner.run(command, limit: .seconds(60)))
    try #require(result.status == 0, "\(result)")
    return result.output
  }
}
