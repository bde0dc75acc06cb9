package import EngineCore

/// Everything outside that a run touches.
package struct RunSurroundings: Sendable {
  /// Child processes.
  package let runner: any ProcessRunner
  /// Where the sandboxes lie.
  package let files: any FileSystem
  /// The clock.
  package let time: any TimeSource
  /// The locks across processes.
  package let locks: LockRoom
  /// Who is told.
  package let events: any EventSink
  /// The sandboxes.
  package let sandboxes: SandboxStore
  /// The shared conversations.
  package let history: SharedHistory
  /// The one refresher of tokens.
  package let tokens: TokenKeeper
  /// This swop's own file, which runs as the guard of rotated runs; nil for runs without one.
  package let program: FilePath?
  /// The rule of codex's configuration by which codex may have logged out the account of a run, nil if
  /// there is none.
  package let forced: @Sendable (RunOrder) async -> ForcedSignIn.Rule?

  /// Surroundings of their parts.
  package init(
    runner: any ProcessRunner, files: any FileSystem, time: any TimeSource, locks: LockRoom,
    events: any EventSink, sandboxes: SandboxStore, history: SharedHistory, tokens: TokenKeeper,
    program: FilePath?,
    forced: @escaping @Sendable (RunOrder) async -> ForcedSignIn.Rule? = { _ in nil }
  ) {
    self.runner = runner
    self.files = files
    self.time = time
    self.locks = locks
    self.events = events
    self.sandboxes = sandboxes
    self.history = history
    self.tokens = tokens
    self.program = program
    self.forced = forced
  }
}
