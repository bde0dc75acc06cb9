import EngineCore

/// Where a run would be, as far as the choice of its account depends on it.
struct RunPlace: Sendable {
  /// The folder that codex would be started in.
  let directory: FilePath
  /// What codex would be asked.
  let arguments: [Argument]
  /// The binary named by `--codex-bin`, nil for the usual search.
  let binary: FilePath?
}
