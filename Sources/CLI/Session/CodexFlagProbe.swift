import Engine
import EngineCore

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
