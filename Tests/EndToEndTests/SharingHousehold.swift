import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

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

  /// Whatever ran, nothing of a sign-in is a link or anybody else's.
  func expectOwnSignIns() throws {
    for label in Self.labels {
      for name in ["auth.json", ".credentials.json"] where files.exists(own(label, name)) {
        let status = try #require(try files.status(own(label, name)))
        #expect(status.kind == .file && status.mode == .privateFile, "\(own(label, name))")
        // While it runs, a run keeps a second name of the sign-in beside it, and nobody else does.
        let names: UInt64 =
          name == "auth.json" && files.exists(own(label, ".swop-auth.json")) ? 2 : 1
        #expect(status.linkCount == names, "\(own(label, name))")
      }
      #expect(!files.exists(shared("auth.json")))
    }
    #expect(try text(own("work", "auth.json")) != text(own("home", "auth.json")))
  }
}
