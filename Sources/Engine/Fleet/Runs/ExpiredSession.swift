package import EngineCore

/// What to do after codex failed, if its session may be the reason. Pure.
package enum ExpiredSession {
  /// What follows from a failed run and a look at its session.
  package enum Verdict: Hashable, Sendable {
    /// Codex's end is the result; the session is not the reason, or nothing says so.
    case passOn
    /// The session is dead: report that beside codex's end.
    case report
    /// The session is dead and nothing was done yet: offer to sign in and run again.
    case offerSignIn
  }

  /// What happened in the run that ended.
  package struct Attempt: Hashable, Sendable {
    /// How codex ended.
    package var end: ProcessEnd
    /// What was asked of codex.
    package var subcommand: CodexSubcommand
    /// Whether the model answered anything: then running again would do work twice.
    package var hadTurn: Bool
    /// Whether this was the repetition already, or the session was renewed right before it.
    package var isRepetition: Bool
    /// Whether the run could be repeated with the same input.
    package var canRepeat: Bool

    /// An attempt of its parts.
    package init(
      end: ProcessEnd, subcommand: CodexSubcommand, hadTurn: Bool, isRepetition: Bool,
      canRepeat: Bool
    ) {
      self.end = end
      self.subcommand = subcommand
      self.hadTurn = hadTurn
      self.isRepetition = isRepetition
      self.canRepeat = canRepeat
    }
  }

  /// Whether the session has to be looked at. Every failure of a turn ends codex with 1; other statuses
  /// are usage errors, and a signal is somebody's will.
  package static func isSuspected(_ end: ProcessEnd, of subcommand: CodexSubcommand) -> Bool {
    end == .exited(1) && subcommand.isConversation
  }

  /// The verdict; `isAlive` is nil if nobody looked, or that could not be found out.
  package static func verdict(on attempt: Attempt, isAlive: Bool?) -> Verdict {
    guard isSuspected(attempt.end, of: attempt.subcommand), isAlive == false else {
      return .passOn
    }
    if attempt.hadTurn || attempt.isRepetition || !attempt.canRepeat { return .report }
    return .offerSignIn
  }
}
