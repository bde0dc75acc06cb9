/// Stands between a run and the dashboard: the run says that codex was stopped or that it is over, and
/// waits for what the dashboard decides about a stopped codex.
package actor RunSession {
  /// What becomes of a stopped codex.
  package enum Decision: Hashable, Sendable {
    /// It gets the terminal again.
    case goOn
    /// It is ended.
    case end
  }

  /// Why the terminal comes back.
  enum Turn: Hashable, Sendable {
    /// Codex was stopped.
    case stopped
    /// The run is over.
    case over
  }

  private var turn: Turn?
  private var onlooker: CheckedContinuation<Turn, Never>?
  private var run: CheckedContinuation<Decision, Never>?

  /// A session without a run.
  package init() {}

  /// Called by the run: codex was stopped. Waits for the decision.
  package func stopped() async -> Decision {
    await withCheckedContinuation { continuation in
      run = continuation
      tell(.stopped)
    }
  }

  /// Called when the run is over, whatever became of it.
  func end() { tell(.over) }

  /// Waits until codex is stopped or the run is over. One waits at a time.
  func next() async -> Turn {
    if let turn {
      self.turn = nil
      return turn
    }
    return await withCheckedContinuation { onlooker = $0 }
  }

  /// Decides about a stopped codex; nothing happens if none is stopped.
  func decide(_ decision: Decision) {
    run?.resume(returning: decision)
    run = nil
  }

  private func tell(_ turn: Turn) {
    guard let onlooker else {
      self.turn = turn
      return
    }
    self.onlooker = nil
    onlooker.resume(returning: turn)
  }
}
