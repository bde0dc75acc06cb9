package import EngineCore

/// Finds out whether a codex leads back to swop: it is started with a word in its environment that only
/// swop answers.
package struct LoopProbe: Sendable {
  /// The variable that holds the word. A swop that finds it answers and does nothing else.
  static let variable = "SWOP_PROBE"

  /// The word: hexadecimal digits.
  let nonce: String

  /// A probe that no other one is mistaken for.
  init(process: ProcessIdentity, at now: Date) {
    nonce = SHA256.fingerprint("\(process.pid) \(process.startTicks) \(now.timeIntervalSince1970)")
  }

  /// What swop prints when it is started by a probe.
  ///
  /// - Parameters:
  ///   - environment: the environment that swop was started with.
  ///   - executable: swop's own file, nil if unknown.
  /// - Returns: One line, nil if swop was started by something else.
  package static func answer(
    in environment: ProcessEnvironment, from executable: FilePath?
  ) -> String? {
    guard let nonce = environment.nonEmpty(variable), nonce.utf8.count <= 64,
      nonce.allSatisfy(\.isHexDigit)
    else { return nil }
    return "\(prefix)\(nonce) \(executable?.text ?? "swop")"
  }

  /// Which swop answered, by what a candidate printed; nil if none did.
  func answerer(in output: String) -> String? {
    let start = "\(Self.prefix)\(nonce) "
    let line = output.split(whereSeparator: \.isNewline).first { $0.hasPrefix(start) }
    return line.map { PrintableText.shortened(String($0.dropFirst(start.count)), to: 200) }
  }

  private static let prefix = "swop probe "
}

/// Starts a codex once in an empty home, to see whether it goes there.
struct HomeProbe: Sendable {
  /// Where the empty home is made.
  let folder: FilePath
  let environment: ProcessEnvironment
  let files: any FileSystem
  let runner: any ProcessRunner
  let time: any TimeSource

  /// How long codex may take to say where it is; it takes half a second.
  private static let limit = Duration.seconds(10)
  private static let prefix = "probe-"

  /// The home that codex goes to instead of the one it is told; nil if it goes where it is told, or does
  /// not say.
  func otherHome(of binary: CodexBinary) async -> FilePath? {
    removeAbandoned()
    let empty = folder / "\(Self.prefix)\(runner.current.pid)"
    defer { try? files.removeTree(empty) }
    do {
      try files.createFolder(folder, mode: .privateFolder)
      try files.removeTree(empty)
      try files.createFolder(empty, mode: .privateFolder)
      let home = CodexHome(binary: binary, folder: empty, environment: cutOff)
      let server = try await AppServer.start(
        home, runner: runner, time: time, limit: Self.limit)
      await server.close()
      guard let found = server.home, let real = try? files.resolve(found) else { return nil }
      return try files.resolve(empty) == real ? nil : found
    } catch {
      // A codex that gives no answer says so itself when it is run.
      return nil
    }
  }

  /// The environment without what leads out of the empty home: codex makes its databases where
  /// `CODEX_SQLITE_HOME` says, and needs no sign-in here.
  private var cutOff: ProcessEnvironment {
    var environment = environment
    for name in ["CODEX_SQLITE_HOME", "CODEX_API_KEY", "CODEX_ACCESS_TOKEN"] {
      environment[name] = nil
    }
    return environment
  }

  /// Removes homes of probes whose process died.
  private func removeAbandoned() {
    for name in (try? files.list(folder)) ?? [] where name.hasPrefix(Self.prefix) {
      guard let pid = Int32(name.dropFirst(Self.prefix.count)), runner.identity(of: pid) == nil
      else { continue }
      try? files.removeTree(folder / name)
    }
  }
}
