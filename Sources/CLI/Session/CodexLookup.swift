import Engine
import EngineCore

/// The search for codex as flags, environment and settings shape it.
struct CodexLookup: Sendable {
  /// The search.
  let search: CodexSearch
  /// Where it looks.
  let places: CodexPlaces

  /// The search of a command.
  ///
  /// - Throws: `SettingsError`, or `DirectoryError` without a home.
  init(_ invocation: Invocation) throws {
    let environment = invocation.environment
    let option = invocation.command.options["codex-bin"].map { text in
      text.hasPrefix("/") ? FilePath(text) : environment.folder / text
    }
    search = try environment.makeCodexSearch()
    let root = try environment.settingsStore().path.parent
    let installed = InstalledCodex(folder: root / "bin", files: environment.files)
    places = CodexPlaces(
      option: option, setting: try invocation.settings().settings.codexPath,
      installed: invocation.isRootTrusted ? installed.places : [],
      environment: environment.variables)
  }
}

/// Asks a codex binary whether it knows a flag. Nothing runs: the question is put with `--help`.
struct CodexFlagProbe: Sendable {
  private let binary: CodexBinary
  private let environment: CLIEnvironment

  /// A probe of a binary.
  init(_ binary: CodexBinary, in environment: CLIEnvironment) {
    self.binary = binary
    self.environment = environment
  }

  /// Whether codex, or `codex exec`, knows a flag.
  ///
  /// - Throws: `ProcessError` if the binary cannot be asked.
  func knows(_ flag: String) async throws(ProcessError) -> Bool {
    if try await accepts([flag, "--help"], flag) { return true }
    return try await accepts(["exec", flag, "--help"], flag)
  }

  /// Whether codex takes these words.
  ///
  /// - Throws: `ProcessError` if the binary cannot be asked.
  func understands(_ words: [Argument]) async throws(ProcessError) -> Bool {
    try await ask(words + ["--help"]).end == .exited(0)
  }

  private func accepts(_ words: [String], _ flag: String) async throws(ProcessError) -> Bool {
    let output = try await ask(words.map { Argument($0) })
    if output.end == .exited(0) { return true }
    // A known flag that misses its value is another complaint.
    let complaint = String(decoding: output.standardError.reveal(), as: UTF8.self)
    return !complaint.contains("unexpected argument '\(flag)'") && output.end == .exited(2)
  }

  private func ask(_ words: [Argument]) async throws(ProcessError) -> ProcessOutput {
    var variables = environment.variables
    // With a home that cannot exist, codex leaves nothing on disk.
    variables["CODEX_HOME"] = "/dev/null/none"
    let command = ProcessCommand(
      executable: binary.path, arguments: words, environment: variables)
    return try await environment.processes.run(command, limit: .seconds(10))
  }
}

/// A version of codex on the command line.
enum BinaryVersionArgument {
  /// The version.
  ///
  /// - Throws: `UsageError.unreadable` for anything else.
  static func version(
    _ text: String, in invocation: Invocation
  ) throws(UsageError) -> CodexVersion {
    guard let version = CodexVersion(text) else {
      throw .unreadable(
        what: "VERSION", value: text, expected: "a version such as 0.163.0",
        path: invocation.command.path)
    }
    return version
  }
}
