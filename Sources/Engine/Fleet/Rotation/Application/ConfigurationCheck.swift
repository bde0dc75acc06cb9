import EngineCore

/// Lets codex itself write and read a configuration, on a copy in a folder of its own.
package struct ConfigurationCheck: Sendable {
  private let home: CodexHome
  private let files: any FileSystem
  private let runner: any ProcessRunner
  private let time: any TimeSource

  /// A check in `home`, whose folder is empty and thrown away afterwards.
  init(
    _ home: CodexHome, files: any FileSystem, runner: any ProcessRunner, time: any TimeSource
  ) {
    self.home = home
    self.files = files
    self.runner = runner
    self.time = time
  }

  /// What codex makes of a file, as JSON; nil if it refuses the file.
  func meaning(of bytes: [UInt8]) async throws -> JSONValue? {
    try write(bytes)
    return try await asking { (server) async throws(AppServerError) in
      try await server.request("config/read", ["includeLayers": false])["config"]
    }
  }

  /// The file as codex leaves it after setting a key, or with nil removing it; nil if codex refuses.
  func written(_ bytes: [UInt8], _ key: String, _ value: String?) async throws -> [UInt8]? {
    try write(bytes)
    let answer = try await asking { (server) async throws(AppServerError) in
      try await server.request(
        "config/value/write",
        [
          "keyPath": .string(key), "mergeStrategy": "replace",
          "value": value.map { .string($0) } ?? .null,
        ])
    }
    guard answer != nil else { return nil }
    return Array(try files.readIfPresent(file) ?? Data())
  }

  private var file: FilePath { home.folder / "config.toml" }

  private func write(_ bytes: [UInt8]) throws(FileError) {
    try files.createFolder(home.folder, mode: .privateFolder)
    try files.replace(file, with: Data(bytes), mode: .privateFile)
  }

  /// A refusal is an answer; whatever else goes wrong is not.
  private func asking(
    _ question: (AppServer) async throws(AppServerError) -> JSONValue?
  ) async throws -> JSONValue? {
    let server: AppServer
    do {
      server = try await AppServer.start(home, runner: runner, time: time)
    } catch AppServerError.refused, AppServerError.ended {
      // Codex does not even start with a file that does not parse.
      return nil
    }
    do {
      let answer = try await question(server)
      await server.close()
      return answer
    } catch AppServerError.refused {
      await server.close()
      return nil
    } catch {
      await server.close()
      throw error
    }
  }
}
